//! What the coach is told beside the text.

use crate::{Day, Language};

/// Whether the reader will know who wrote.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Identity {
    /// The reader sees the name.
    #[default]
    Named,
    /// The reader sees no name, so nothing in the text should tell it.
    Confidential,
}

/// What the coach is told beside the text.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'a> {
    /// Today, for the writer.
    pub today: Day,
    /// When it happened, if the writer said so. A day ahead counts as today.
    pub event: Option<Day>,
    /// Whether the reader will know who wrote.
    pub identity: Identity,
    /// The language that is expected, for texts that are too short or too mixed to tell; usually that of the page.
    pub expected: Option<Language>,
    /// Names of people who may be meant, as a directory has them: `Mei Haruna`. Their mention is a third party. Without
    /// names only the turns around a name are looked at.
    pub people: &'a [&'a str],
    /// Names of those who will read the text. They are no third party.
    pub readers: &'a [&'a str],
}

impl Settings<'_> {
    /// Named, without event, language or names.
    pub fn on(today: Day) -> Self {
        Self { today, event: None, identity: Identity::Named, expected: None, people: &[], readers: &[] }
    }
}
