//! A scripted chat: what `replay` plays and the demonstration is made of.
//!
//! A script is read completely before anything happens. Whatever is wrong with it is said with its line.

mod camps;
mod cast;
mod check;
mod raw;

use chat::model::Door;
use std::fmt;
use std::path::{Path, PathBuf};
use swarm::{Answer, Consent, Side};

/// Largest script that is read, in bytes.
const MOST: u64 = 1024 * 1024;

/// A chat with all that will be said in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// Title of the chat.
    pub title: String,
    /// Name of the series.
    pub series: Option<String>,
    /// The day, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Language tag.
    pub language: Option<String>,
    /// Whether voices sign in to take part.
    pub door: Door,
    /// Who answers on the record.
    pub panel: Vec<Panellist>,
    /// The takes, in order.
    pub takes: Vec<Take>,
    /// Name of each voice that is quoted by name; the others have none.
    pub names: Vec<Option<String>>,
}

/// Somebody on the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panellist {
    /// Name.
    pub name: String,
    /// Role.
    pub role: Option<String>,
    /// Place.
    pub place: Option<String>,
    /// Since when.
    pub since: Option<String>,
}

/// A take with all that is said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    /// The statement.
    pub text: String,
    /// What the host writes under it.
    pub takeaway: Option<String>,
    /// What the voices swipe: voice 1 first.
    pub swipes: Vec<Answer>,
    /// How the camps lean, in order; empty where the script names none.
    pub camps: Vec<Camp>,
    /// What the panel says.
    pub answers: Vec<PanelAnswer>,
    /// What voices write.
    pub truths: Vec<Truth>,
}

/// How voices that lean the same way swipe one take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Camp {
    /// Voices that agree.
    pub agree: u32,
    /// Voices that disagree.
    pub disagree: u32,
}

/// What a panellist says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelAnswer {
    /// Place in the panel, from 0.
    pub by: usize,
    /// The side.
    pub answer: Answer,
    /// The words, or empty.
    pub words: String,
}

/// What a voice writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// The voice, from 0. It swiped that side.
    pub voice: usize,
    /// The side.
    pub side: Side,
    /// The words.
    pub words: String,
    /// Whether it may be quoted.
    pub consent: Consent,
}

impl Script {
    /// Voices that take part: as many as swiped in the fullest take.
    pub fn voices(&self) -> usize {
        self.names.len()
    }

    /// A chat is named as soon as one truth is.
    pub fn is_named(&self) -> bool {
        self.names.iter().any(Option::is_some)
    }

    /// Reads a script from text. `file` is only named in what is said.
    pub fn parse(file: &Path, text: &str) -> Result<Self, BadScript> {
        raw::read(text)
            .and_then(|raw| check::check(text, &raw))
            .map_err(|faults| BadScript { file: file.to_owned(), faults })
    }

    /// Reads a script from a file.
    pub fn load(file: &Path) -> Result<Self, BadScript> {
        let bad = |what: String, todo: &str| BadScript {
            file: file.to_owned(),
            faults: vec![Fault { line: 1, what, todo: todo.to_owned() }],
        };
        let size = std::fs::metadata(file)
            .map_err(|e| bad(format!("cannot be read ({e})"), "name a script that is there"))?
            .len();
        if size > MOST {
            return Err(bad(format!("has {size} bytes"), "keep a script under 1 MiB"));
        }
        let bytes = std::fs::read(file).map_err(|e| bad(format!("cannot be read ({e})"), "check its rights"))?;
        let text = String::from_utf8(bytes).map_err(|_| bad("is not UTF-8 text".to_owned(), "save it as UTF-8"))?;
        Self::parse(file, &text)
    }
}

/// One thing that is wrong with a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub todo: String,
}

/// All that is wrong with a script, as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadScript {
    /// The script.
    pub file: PathBuf,
    /// At least one, in order of the lines.
    pub faults: Vec<Fault>,
}

impl std::error::Error for BadScript {}

impl fmt::Display for BadScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.faults.iter().enumerate() {
            let end = if i == 0 { "" } else { "\n" };
            write!(f, "{end}{}:{}: {}; {}", self.file.display(), fault.line, fault.what, fault.todo)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
