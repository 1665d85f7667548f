//! The file itself: a `tar.gz` whose gzip header holds the SHA-256 of what follows it.

use super::{BackupError, DATABASE, FORMAT, MANIFEST, Manifest, private};
use crate::ledger::Hash;
use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// A gzip header with an extra field (RFC 1952): no time, no system, then 36 bytes: `Cd`, length, and the sum.
const START: [u8; 16] = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 36, 0, b'C', b'd', 32, 0];
/// Where the sum ends and what it is a sum of begins.
const HEADER: usize = START.len() + 32;
/// A manifest is small.
const MANIFEST_LIMIT: u64 = 1024 * 1024;

/// Size and SHA-256 of a file.
pub(super) fn sum(path: &Path) -> Result<(u64, String), BackupError> {
    let mut hashing = Hashing { inner: io::sink(), skip: 0, hasher: Sha256::new() };
    let copied = File::open(path).and_then(|mut file| io::copy(&mut file, &mut hashing));
    Ok((copied.map_err(BackupError::file(path))?, hashing.hex()))
}

/// Writes the archive into a new file, down to the disk.
pub(super) fn pack(to: &Path, manifest: &Manifest, database: &Path) -> Result<(), BackupError> {
    let write = || {
        let file = BufWriter::new(private(to)?);
        let mut extra = START[12..].to_vec();
        extra.extend([0; 32]);
        let file = Hashing { inner: file, skip: HEADER, hasher: Sha256::new() };
        let gzip = GzBuilder::new().mtime(0).operating_system(255).extra(extra).write(file, Compression::default());
        let mut tar = tar::Builder::new(gzip);
        let json = serde_json::to_vec_pretty(manifest)?;
        tar.append_data(&mut header(json.len() as u64, manifest), MANIFEST, json.as_slice())?;
        tar.append_data(&mut header(manifest.bytes, manifest), DATABASE, File::open(database)?)?;
        let Hashing { inner, hasher, .. } = tar.into_inner()?.finish()?;
        let mut file = inner.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(START.len() as u64))?;
        file.write_all(&hasher.finalize())?;
        file.sync_all()
    };
    write().map_err(BackupError::file(to))
}

fn header(size: u64, manifest: &Manifest) -> tar::Header {
    let mut header = tar::Header::new_ustar();
    header.set_size(size);
    header.set_mode(0o600);
    header.set_mtime(u64::try_from(manifest.created.as_second()).unwrap_or(0));
    header
}

/// Reads the file to its end and compares it with its sum. Nothing of it is interpreted.
pub(super) fn check_sum(path: &Path) -> Result<(), BackupError> {
    let mut file = File::open(path).map_err(BackupError::file(path))?;
    let mut start = [0; HEADER];
    match file.read_exact(&mut start) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            return Err(BackupError::NotABackup(path.to_owned()));
        }
        read => read.map_err(BackupError::file(path))?,
    }
    let (begins, said) = start.split_at(START.len());
    if begins != START {
        return Err(BackupError::NotABackup(path.to_owned()));
    }
    let mut hashing = Hashing { inner: io::sink(), skip: 0, hasher: Sha256::new() };
    io::copy(&mut file, &mut hashing).map_err(BackupError::file(path))?;
    if hashing.hasher.finalize().as_slice() != said {
        return Err(damaged(path, "its bytes are not those that were written"));
    }
    Ok(())
}

/// Unpacks the database into a new file. Names inside the archive are compared, never used as paths.
pub(super) fn unpack(path: &Path, to: &Path) -> Result<Manifest, BackupError> {
    let file = File::open(path).map_err(BackupError::file(path))?;
    let mut archive = tar::Archive::new(GzDecoder::new(BufReader::new(file)));
    let unreadable = |error: io::Error| damaged(path, &error.to_string());
    let mut entries = archive.entries().map_err(unreadable)?;
    let mut next = |name: &str| match entries.next() {
        Some(Ok(entry)) if entry.path_bytes() == name.as_bytes() && entry.header().entry_type().is_file() => Ok(entry),
        Some(Ok(entry)) => Err(foreign(path, &entry.path_bytes())),
        Some(Err(error)) => Err(unreadable(error)),
        None => Err(damaged(path, &format!("{name} is missing"))),
    };
    let mut json = Vec::new();
    next(MANIFEST)?.take(MANIFEST_LIMIT).read_to_end(&mut json).map_err(unreadable)?;
    let manifest = manifest(path, &json)?;
    let mut database = next(DATABASE)?;
    if database.size() != manifest.bytes {
        return Err(damaged(path, "the database has another size than the manifest says"));
    }
    let out = BufWriter::new(private(to).map_err(BackupError::file(to))?);
    let mut out = Hashing { inner: out, skip: 0, hasher: Sha256::new() };
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let n = database.read(&mut buffer).map_err(unreadable)?;
        if n == 0 {
            break;
        }
        out.write_all(&buffer[..n]).map_err(BackupError::file(to))?;
    }
    out.flush().and_then(|()| out.inner.get_ref().sync_all()).map_err(BackupError::file(to))?;
    if out.hex() != manifest.sha256 {
        return Err(damaged(path, "the database is not the one of the manifest"));
    }
    match entries.next() {
        None => Ok(manifest),
        Some(Ok(entry)) => Err(foreign(path, &entry.path_bytes())),
        Some(Err(error)) => Err(unreadable(error)),
    }
}

/// Of a later form only its number is read.
fn manifest(path: &Path, json: &[u8]) -> Result<Manifest, BackupError> {
    #[derive(Deserialize)]
    struct Form {
        format: u32,
        program: String,
        schema: i64,
    }
    let bad = |_| damaged(path, "its manifest cannot be read");
    let Form { format, program, schema } = serde_json::from_slice(json).map_err(bad)?;
    if format != FORMAT {
        return Err(BackupError::Newer { program, found: schema, known: crate::schema::known() });
    }
    serde_json::from_slice(json).map_err(bad)
}

fn damaged(path: &Path, why: &str) -> BackupError {
    BackupError::Damaged { path: path.to_owned(), why: why.to_owned() }
}

fn foreign(path: &Path, name: &[u8]) -> BackupError {
    BackupError::Foreign { path: path.to_owned(), found: String::from_utf8_lossy(name).into_owned() }
}

/// Hashes what goes through it, after leaving some bytes out.
struct Hashing<W> {
    inner: W,
    skip: usize,
    hasher: Sha256,
}

impl<W> Hashing<W> {
    /// The sum in hexadecimal digits.
    fn hex(self) -> String {
        Hash::from(<[u8; 32]>::from(self.hasher.finalize())).to_string()
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(bytes)?;
        let skipped = self.skip.min(n);
        self.skip -= skipped;
        self.hasher.update(&bytes[skipped..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
