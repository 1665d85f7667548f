//! Rows of comma-separated text (RFC 4180), one field at a time.
//!
//! Written for files that nobody vouches for: however the bytes look, no more than one field is held, and every fault
//! is said with its line and column.

use super::fault::{Fault, Place, quote};
use super::source::broken;
use std::io::BufRead;

/// Longest field, in bytes.
pub(crate) const LONGEST_FIELD: usize = 16 * 1024;

/// A file of rows, read from front to back.
pub(crate) struct Rows {
    from: Box<dyn BufRead>,
    file: String,
    /// Line of the next byte.
    line: u64,
    /// Where the last field begins.
    place: Place,
    /// The last field.
    text: Vec<u8>,
    /// Whether the row has another field.
    open: bool,
    /// A line ended with a carriage return: a line feed that follows belongs to it.
    returned: bool,
}

/// How a field ended.
enum End {
    Field,
    Row,
}

impl Rows {
    /// Rows of a text; `file` is its name in messages.
    pub fn new(from: Box<dyn BufRead>, file: String) -> Self {
        let place = Place { line: 1, column: 0 };
        Self { from, file, line: 1, place, text: Vec::new(), open: false, returned: false }
    }

    /// Goes to the next row, which must begin where the last one ended. Whether there is one.
    pub fn row(&mut self) -> Result<bool, Fault> {
        while self.open {
            self.field()?;
        }
        let mut empty = None;
        loop {
            self.place = Place { line: self.line, column: 0 };
            let Some(next) = self.peek()? else {
                return Ok(false);
            };
            match next {
                b'\n' if self.returned => self.returned = false,
                b'\n' | b'\r' => {
                    empty.get_or_insert(self.line);
                    self.line += 1;
                    self.returned = next == b'\r';
                }
                _ => break,
            }
            self.from.consume(1);
        }
        self.returned = false;
        if let Some(line) = empty {
            return Err(self.fault_at(Place { line, column: 1 }, "this line is empty; remove it"));
        }
        self.open = true;
        Ok(true)
    }

    /// The next field of this row; `None` after the last one.
    pub fn field(&mut self) -> Result<Option<&str>, Fault> {
        if !self.open {
            return Ok(None);
        }
        self.place = Place { line: self.line, column: self.place.column + 1 };
        self.text.clear();
        let end = if self.peek()? == Some(b'"') { self.quoted()? } else { self.bare()? };
        self.open = matches!(end, End::Field);
        match str::from_utf8(&self.text) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(fault(&self.file, self.place, "is not UTF-8 text; save the file as UTF-8")),
        }
    }

    /// Where the last field begins.
    pub fn place(&self) -> Place {
        self.place
    }

    /// The file's name in messages.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Something is wrong with the last field.
    pub fn fault(&self, say: impl Into<String>) -> Fault {
        self.fault_at(self.place, say)
    }

    /// Something is wrong there.
    pub fn fault_at(&self, place: Place, say: impl Into<String>) -> Fault {
        fault(&self.file, place, say)
    }

    /// A field that does not begin with a quote: everything up to a comma or the end of the line.
    fn bare(&mut self) -> Result<End, Fault> {
        loop {
            let chunk = self.from.fill_buf().map_err(|error| broken(&self.file, self.place, &error))?;
            if chunk.is_empty() {
                return Ok(End::Row);
            }
            let end = chunk.iter().position(|byte| matches!(byte, b',' | b'\n' | b'\r'));
            let (taken, by) = end.map_or((chunk.len(), None), |at| (at, Some(chunk[at])));
            if self.text.len() + taken > LONGEST_FIELD {
                return Err(self.fault(format!("this field is longer than {LONGEST_FIELD} bytes; shorten it")));
            }
            self.text.extend_from_slice(&chunk[..taken]);
            self.from.consume(taken + usize::from(by.is_some()));
            if let Some(by) = by {
                return Ok(self.ended(by));
            }
        }
    }

    /// A field in quotes, which may hold commas and lines; two quotes stand for one.
    fn quoted(&mut self) -> Result<End, Fault> {
        self.from.consume(1);
        loop {
            let chunk = self.from.fill_buf().map_err(|error| broken(&self.file, self.place, &error))?;
            if chunk.is_empty() {
                return Err(self.fault("the quote opened here is never closed; close it"));
            }
            let end = chunk.iter().position(|byte| *byte == b'"');
            let taken = end.unwrap_or(chunk.len());
            if self.text.len() + taken >= LONGEST_FIELD {
                return Err(self.fault(format!(
                    "the quote opened here is not closed within {LONGEST_FIELD} bytes; close it, or shorten the field"
                )));
            }
            self.text.extend_from_slice(&chunk[..taken]);
            self.line += chunk[..taken].iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
            self.from.consume(end.map_or(taken, |at| at + 1));
            if end.is_none() {
                continue;
            }
            match self.peek()? {
                Some(b'"') => self.text.push(b'"'),
                Some(next @ (b',' | b'\n' | b'\r')) => {
                    self.from.consume(1);
                    return Ok(self.ended(next));
                }
                None => return Ok(End::Row),
                Some(_) => {
                    let held = String::from_utf8_lossy(&self.text).into_owned();
                    return Err(self.fault(format!(
                        "text follows the closing quote of {}; write a quote inside a field twice",
                        quote(&held)
                    )));
                }
            }
            self.from.consume(1);
        }
    }

    fn ended(&mut self, by: u8) -> End {
        if by == b',' {
            return End::Field;
        }
        self.line += 1;
        self.returned = by == b'\r';
        End::Row
    }

    fn peek(&mut self) -> Result<Option<u8>, Fault> {
        let chunk = self.from.fill_buf().map_err(|error| {
            let Place { line, column } = self.place;
            broken(&self.file, Place { line, column: column.max(1) }, &error)
        })?;
        Ok(chunk.first().copied())
    }
}

fn fault(file: &str, place: Place, say: impl Into<String>) -> Fault {
    Fault { file: file.to_owned(), place: Some(place), say: say.into() }
}
