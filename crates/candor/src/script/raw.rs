//! The script as it is written.

use super::Fault;
use crate::nearest::nearest;
use serde::Deserialize;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    pub chat: RawChat,
    #[serde(default)]
    pub panel: Vec<RawPanellist>,
    #[serde(default)]
    pub take: Vec<Spanned<RawTake>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChat {
    pub title: Spanned<String>,
    pub series: Option<Spanned<String>>,
    pub date: Option<Spanned<toml::Value>>,
    pub language: Option<Spanned<String>>,
    pub door: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPanellist {
    pub name: Spanned<String>,
    pub role: Option<Spanned<String>>,
    pub place: Option<Spanned<String>>,
    pub since: Option<Spanned<toml::Value>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTake {
    pub text: Spanned<String>,
    pub takeaway: Option<Spanned<String>>,
    pub room: Option<Spanned<RawRoom>>,
    pub camps: Option<Spanned<Vec<RawRoom>>>,
    pub swipes: Option<Spanned<Vec<Spanned<String>>>>,
    #[serde(default)]
    pub answer: Vec<RawAnswer>,
    #[serde(default)]
    pub truth: Vec<Spanned<RawTruth>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRoom {
    #[serde(default)]
    pub agree: u32,
    #[serde(default)]
    pub disagree: u32,
    #[serde(default)]
    pub pass: u32,
    #[serde(default)]
    pub reservations: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAnswer {
    pub by: Spanned<String>,
    pub side: Spanned<String>,
    #[serde(default)]
    pub reservation: bool,
    pub words: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTruth {
    pub side: Spanned<String>,
    pub words: Spanned<String>,
    #[serde(default)]
    pub quote: bool,
    pub name: Option<Spanned<String>>,
}

/// Reads the form of a script; what its words mean is checked later.
pub(super) fn read(text: &str) -> Result<Raw, Vec<Fault>> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line(text, span.start));
        let what = error.message().lines().collect::<Vec<_>>().join(", ");
        let todo = todo(&what);
        vec![Fault { line, what, todo }]
    })
}

/// The line of a place in the text, from 1.
pub(super) fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

fn todo(what: &str) -> String {
    if let Some(rest) = what.strip_prefix("unknown field ") {
        let mut words = rest.split('`').skip(1).step_by(2);
        let typed = words.next().unwrap_or_default();
        return match nearest(typed, words) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "remove it".to_owned(),
        };
    }
    if what.starts_with("missing field") {
        return "add it".to_owned();
    }
    if what.starts_with("invalid type") || what.starts_with("invalid value") {
        return "give a value of that kind".to_owned();
    }
    if what.starts_with("duplicate key") {
        return "say it once".to_owned();
    }
    "correct the TOML here".to_owned()
}
