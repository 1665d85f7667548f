//! What is wrong with a file, and where.

use std::fmt;

/// A place in a file of rows: both count from 1, `column` counts the columns of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Line of the text.
    pub line: u64,
    /// Column of the table.
    pub column: u64,
}

/// Why a file was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The file, as it was named.
    pub file: String,
    /// Where in it; `None` when it was not opened.
    pub place: Option<Place>,
    /// What is wrong, and what to do about it.
    pub say: String,
}

impl std::error::Error for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if let Some(Place { line, column }) = self.place {
            write!(f, "{line}:{column}:")?;
        }
        write!(f, " {}", self.say)
    }
}

/// Words of a file for a message: short, on one line, nothing that moves the cursor of a terminal.
pub(crate) fn quote(text: &str) -> String {
    const MOST: usize = 40;
    let mut short: String = text.chars().take(MOST).flat_map(char::escape_debug).collect();
    if text.chars().nth(MOST).is_some() {
        short.push('…');
    }
    format!("`{short}`")
}
