//! Bytes to rows: what kind of file it is, what parts its cells, and where it is broken.

use super::dates;
use jiff::civil::Date;
use std::fmt;

/// Bytes of the largest file.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// Rows of the longest file, without the one with the headers.
pub const MOST_ROWS: usize = 100_000;
/// Columns of the widest file.
const MOST_COLUMNS: usize = 300;

/// Why a file cannot be read at all. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// More bytes than fit.
    TooLarge,
    /// Nothing in it.
    Empty,
    /// A workbook of a spreadsheet program, not a text.
    Workbook,
    /// Packed.
    Packed,
    /// Text in 16 bits.
    Utf16,
    /// Not a text.
    Binary {
        /// Where.
        line: u64,
    },
    /// Text in an encoding of earlier days.
    NotUtf8 {
        /// Where.
        line: u64,
    },
    /// A quote is opened and never closed.
    OpenQuote {
        /// Where the row begins.
        line: u64,
    },
    /// Headers, and nothing below them.
    NoRows,
    /// One column: whatever parts the cells is none of the usual signs.
    OneColumn,
    /// More columns than fit.
    TooWide {
        /// How many there are.
        is: usize,
    },
    /// More rows than fit.
    TooLong,
}

impl FileError {
    /// The line it is about.
    pub fn line(&self) -> u64 {
        match self {
            Self::Binary { line } | Self::NotUtf8 { line } | Self::OpenQuote { line } => *line,
            _ => 1,
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(&crate::WORDS.in_language("en")))
    }
}

impl std::error::Error for FileError {}

/// A file in rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its first row.
    pub headers: Vec<String>,
    /// The rows below.
    pub rows: Vec<Row>,
}

impl Table {
    /// The first day in it that can be read in two ways: as it stands there, day first, month first.
    pub fn unclear_day(&self) -> Option<(String, Date, Date)> {
        dates::unclear(self.rows.iter().flat_map(|row| row.cells.iter().map(String::as_str)))
    }
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it begins, from 1.
    pub line: u64,
    /// Its cells as they stand there.
    pub cells: Vec<String>,
}

/// Reads a file: UTF-8 with or without a mark, parted by commas, semicolons or tabs.
pub fn read(bytes: &[u8]) -> Result<Table, FileError> {
    let (text, skipped) = text(bytes)?;
    let (text, parts, skipped) = match text.lines().next().and_then(|first| first.trim().strip_prefix("sep=")) {
        // How Excel writes down what parts the cells.
        Some(sign) if sign.len() == 1 => {
            let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
            (rest, sign.as_bytes()[0], skipped + 1)
        }
        _ => (text, parts(text), skipped),
    };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(parts).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut headers: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    let mut lines = Lines { text, at: 0, line: 1 + skipped };
    // The text was read already: nothing but its form can fail, and every form is a table to this reader.
    for record in reader.records().map_while(Result::ok) {
        let at = record.position().and_then(|it| usize::try_from(it.byte()).ok()).unwrap_or(0);
        let line = lines.of(at);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        match &headers {
            None if cells.len() > MOST_COLUMNS => return Err(FileError::TooWide { is: cells.len() }),
            None => headers = Some(cells.into_iter().map(|cell| cell.trim().to_owned()).collect()),
            Some(_) if rows.len() == MOST_ROWS => return Err(FileError::TooLong),
            Some(headers) => rows.push(Row { line, cells: squared(cells, headers.len()) }),
        }
    }
    if text[lines.at..].bytes().filter(|b| *b == b'"').count() % 2 == 1 {
        return Err(FileError::OpenQuote { line: lines.line });
    }
    let headers = headers.ok_or(FileError::Empty)?;
    match (headers.len(), rows.is_empty()) {
        (1, _) => Err(FileError::OneColumn),
        (_, true) => Err(FileError::NoRows),
        _ => Ok(Table { headers, rows }),
    }
}

/// Counts lines up to the row that is read.
struct Lines<'t> {
    text: &'t str,
    /// Where that row begins.
    at: usize,
    /// Its line.
    line: u64,
}

impl Lines<'_> {
    /// The line of the row that is found at or behind `at`; rows come in order.
    fn of(&mut self, at: usize) -> u64 {
        let bytes = self.text.as_bytes();
        // What ends the row before, and empty lines, stand in front of the row.
        while self.at < bytes.len() && (self.at < at || matches!(bytes[self.at], b'\r' | b'\n')) {
            let ends = bytes[self.at] == b'\n' || (bytes[self.at] == b'\r' && bytes.get(self.at + 1) != Some(&b'\n'));
            self.line += u64::from(ends);
            self.at += 1;
        }
        self.line
    }
}

/// Empty cells behind the last header are no cells: spreadsheet programs leave them behind.
fn squared(mut cells: Vec<String>, width: usize) -> Vec<String> {
    while cells.len() > width && cells.last().is_some_and(|it| it.trim().is_empty()) {
        cells.pop();
    }
    cells
}

/// The text of a file, and how many lines stand before it.
fn text(bytes: &[u8]) -> Result<(&str, u64), FileError> {
    if bytes.len() > MOST_BYTES {
        return Err(FileError::TooLarge);
    }
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Err(FileError::Utf16),
        [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(FileError::Workbook),
        [0x1f, 0x8b, ..] => return Err(FileError::Packed),
        _ => {}
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    let line_of = |at: usize| 1 + bytes[..at].iter().map(|b| u64::from(*b == b'\n')).sum::<u64>();
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(FileError::Binary { line: line_of(at) });
    }
    let text = std::str::from_utf8(bytes).map_err(|e| FileError::NotUtf8 { line: line_of(e.valid_up_to()) })?;
    if text.trim().is_empty() { Err(FileError::Empty) } else { Ok((text, 0)) }
}

/// The sign that parts the first row into the most cells.
fn parts(text: &str) -> u8 {
    let cells = |sign: u8| {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(sign).has_headers(false).flexible(true).from_reader(text.as_bytes());
        let says = |cell: &str| !cell.chars().all(|c| c.is_whitespace() || matches!(c, ',' | ';'));
        let first = reader.records().map_while(Result::ok).find(|it| it.iter().any(says));
        first.map_or(0, |it| it.len())
    };
    // Of equals the last is taken: the comma.
    [b'\t', b';', b','].into_iter().max_by_key(|sign| cells(*sign)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> Vec<(u64, Vec<String>)> {
        let table = read(text.as_bytes()).unwrap();
        std::iter::once((0, table.headers)).chain(table.rows.into_iter().map(|it| (it.line, it.cells))).collect()
    }

    #[test]
    fn commas_semicolons_tabs_and_marks() {
        let expect = vec![
            (0, vec!["email".to_owned(), "title".to_owned()]),
            (2, vec!["a@b".to_owned(), "Lead, ports; sea".to_owned()]),
        ];
        for text in [
            "email,title\na@b,\"Lead, ports; sea\"\n",
            "email;title\r\na@b;\"Lead, ports; sea\"\r\n",
            "email\ttitle\na@b\tLead, ports; sea",
            "\u{feff}email,title\na@b,\"Lead, ports; sea\"\n,\n\n",
            " email , title \na@b,\"Lead, ports; sea\",,\n",
        ] {
            assert_eq!(told(text), expect, "{text:?}");
        }
        let shifted = told("sep=;\nemail;title\na@b;\"Lead, ports; sea\"\n");
        assert_eq!(shifted, [expect[0].clone(), (3, expect[1].1.clone())]);
        let lines = told("a,b\n\"x\ny\",1\n\nz,2\n");
        assert_eq!(lines.iter().map(|it| it.0).collect::<Vec<_>>(), [0, 2, 5]);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let long = "a,b\n".repeat(MOST_ROWS + 2);
        let wide = format!("{}\n", ",x".repeat(400));
        let cases: Vec<(&[u8], FileError)> = vec![
            (b"", FileError::Empty),
            (b"\xef\xbb\xbf \n", FileError::Empty),
            (b",,\n,,\n", FileError::Empty),
            (b"PK\x03\x04rest", FileError::Workbook),
            (b"\x1f\x8b\x08", FileError::Packed),
            (b"\xff\xfea\0b\0", FileError::Utf16),
            (b"a,b\n\0,1", FileError::Binary { line: 2 }),
            (b"a,b\n1,2\nM\xfcller,1", FileError::NotUtf8 { line: 3 }),
            (b"a,b\n1,2\n\"x,1\ny,2\n", FileError::OpenQuote { line: 3 }),
            (b"a,b\n", FileError::NoRows),
            (b"email\nx\n", FileError::OneColumn),
            (long.as_bytes(), FileError::TooLong),
            (wide.as_bytes(), FileError::TooWide { is: 401 }),
        ];
        for (bytes, expect) in cases {
            let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(20)]);
            assert_eq!(read(bytes), Err(expect), "{begin:?}");
        }
        assert_eq!(read(&vec![b'a'; MOST_BYTES + 1]), Err(FileError::TooLarge));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }

        #[test]
        fn what_is_written_is_read(rows in prop::collection::vec(prop::collection::vec("[a-z,;\"\n ]{0,6}[a-z]", 3), 1..6)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["one", "two", "three"]).unwrap();
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let table = read(&writer.into_inner().unwrap()).unwrap();
            let cells: Vec<_> = table.rows.into_iter().map(|it| it.cells).collect();
            prop_assert_eq!(cells, rows);
        }
    }
}
