//! Files as text, packed or not.

use super::fault::{Fault, Place};
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};
use std::path::Path;

/// Bytes that are asked from the system at once.
const BLOCK: usize = 64 * 1024;

const START: Place = Place { line: 1, column: 1 };

/// Opens a file, or standard input for `-`. What is packed with gzip is unpacked on the way, whatever its name.
pub(crate) fn open(path: &Path) -> Result<Box<dyn BufRead>, Fault> {
    let refuse = |say: String| Fault { file: name(path), place: None, say };
    if path.as_os_str() == "-" {
        return unpack(io::stdin(), &name(path));
    }
    if path.is_dir() {
        return Err(refuse("is a folder; name a file in it, for example participants-votes.csv".to_owned()));
    }
    let file = File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => refuse("there is no such file; check its name".to_owned()),
        _ => refuse(format!("cannot be read ({error}); check its rights")),
    })?;
    unpack(file, &name(path))
}

/// A file's name in messages.
pub(crate) fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() }
}

/// The text in some bytes.
pub(crate) fn unpack(bytes: impl Read + 'static, file: &str) -> Result<Box<dyn BufRead>, Fault> {
    let (head, bytes) = peek::<2>(bytes).map_err(|error| broken(file, START, &error))?;
    if head == [0x1F, 0x8B] {
        plain(MultiGzDecoder::new(BufReader::with_capacity(BLOCK, bytes)), file)
    } else {
        plain(bytes, file)
    }
}

fn plain(bytes: impl Read + 'static, file: &str) -> Result<Box<dyn BufRead>, Fault> {
    let refuse = |say: &str| Err(Fault { file: file.to_owned(), place: Some(START), say: say.to_owned() });
    let (head, mut bytes) = peek::<4>(bytes).map_err(|error| broken(file, START, &error))?;
    match head.as_slice() {
        // What spreadsheets put in front of UTF-8.
        [0xEF, 0xBB, 0xBF, ..] => {
            bytes.read_exact(&mut [0; 3]).map_err(|error| broken(file, START, &error))?;
            Ok(Box::new(BufReader::with_capacity(BLOCK, bytes)))
        }
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => refuse("is UTF-16 text; save it as UTF-8"),
        b"PK\x03\x04" => refuse("is a spreadsheet or a zip archive; save it as CSV, or unpack it"),
        _ => Ok(Box::new(BufReader::with_capacity(BLOCK, bytes))),
    }
}

/// The first bytes, or all of them if they are fewer, and everything with these again.
fn peek<const N: usize>(mut bytes: impl Read) -> io::Result<(Vec<u8>, impl Read)> {
    let mut head = Vec::with_capacity(N);
    bytes.by_ref().take(N as u64).read_to_end(&mut head)?;
    Ok((head.clone(), Cursor::new(head).chain(bytes)))
}

/// Reading failed.
pub(crate) fn broken(file: &str, place: Place, error: &io::Error) -> Fault {
    let say = match error.kind() {
        ErrorKind::UnexpectedEof => "the gzip data ends too early; fetch the file again".to_owned(),
        ErrorKind::InvalidInput | ErrorKind::InvalidData => {
            format!("the gzip data is damaged ({error}); fetch the file again")
        }
        _ => format!("cannot be read ({error})"),
    };
    Fault { file: file.to_owned(), place: Some(place), say }
}
