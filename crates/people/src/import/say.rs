//! Refusals, questions and changes in words, for pages, files and the command line.

use super::cells::Reason;
use super::headers::{Column, ColumnFault, status_words};
use super::plan::{Change, Missing, MissingManager, Question};
use super::table::{FileError, MOST_BYTES, MOST_ROWS};
use crate::model::directory::{EntryError, Field};
use web::Words;

/// Names that are told before the rest is counted.
const NAMED: usize = 12;

impl FileError {
    /// What is wrong with the file, and what to do.
    pub fn say(&self, t: &Words) -> String {
        match self {
            Self::TooLarge => t.with("import-file-too-large", &[("most", (MOST_BYTES / 1024 / 1024).into())]),
            Self::Empty => t.text("import-file-empty"),
            Self::Workbook => t.text("import-file-workbook"),
            Self::Packed => t.text("import-file-packed"),
            Self::Utf16 => t.text("import-file-utf16"),
            Self::Binary { line } => t.with("import-file-binary", &[("line", (*line).into())]),
            Self::NotUtf8 { line } => t.with("import-file-not-utf8", &[("line", (*line).into())]),
            Self::OpenQuote { line } => t.with("import-file-open-quote", &[("line", (*line).into())]),
            Self::NoRows => t.text("import-file-no-rows"),
            Self::OneColumn => t.text("import-file-one-column"),
            Self::TooWide { is } => t.with("import-file-too-wide", &[("is", (*is).into())]),
            Self::TooLong => {
                let most = t.number(u64::try_from(MOST_ROWS).unwrap_or(u64::MAX));
                t.with("import-file-too-long", &[("most", most.into())])
            }
        }
    }
}

impl Column {
    /// What it is called.
    pub fn word(self, t: &Words) -> String {
        t.text(&format!("column-{}", self.key()))
    }
}

impl ColumnFault {
    /// What is wrong with the columns, and what to do.
    pub fn say(&self, t: &Words) -> String {
        match self {
            Self::Twice(column) => t.with("import-columns-twice", &[("column", column.word(t).into())]),
            Self::NoKey => t.text("import-columns-no-key"),
        }
    }
}

impl Reason {
    /// Why the row cannot be imported, and what to do.
    pub fn say(&self, t: &Words) -> String {
        let quoted = |key: &str, value: &str| t.with(key, &[("value", value.to_owned().into())]);
        match self {
            Self::Ragged { is, expected } => {
                t.with("import-row-ragged", &[("is", (*is).into()), ("expected", (*expected).into())])
            }
            Self::Text { column, max: Some(max) } => {
                t.with("import-row-text-long", &[("column", column.word(t).into()), ("max", (*max).into())])
            }
            Self::Text { column, max: None } => t.with("import-row-text", &[("column", column.word(t).into())]),
            Self::NotAnEmail(value) => quoted("import-row-email", value),
            Self::NotADay { column, value } => {
                t.with("import-row-day", &[("column", column.word(t).into()), ("value", value.as_str().into())])
            }
            Self::UnclearDay { column, value, one, two } => t.with(
                "import-row-day-unclear",
                &[
                    ("column", column.word(t).into()),
                    ("value", value.as_str().into()),
                    ("one", one.to_string().into()),
                    ("two", two.to_string().into()),
                ],
            ),
            Self::NotAZone(value) => quoted("import-row-zone", value),
            Self::NotALanguage(value) => quoted("import-row-language", value),
            Self::NotAStatus(value) => {
                t.with("import-row-status", &[("value", value.as_str().into()), ("known", status_words().into())])
            }
            Self::NoKey => t.text("import-row-no-key"),
            Self::NoName => t.text("import-row-no-name"),
            Self::Entry(error) => t.text(match error {
                EntryError::NoName => "import-row-no-name",
                EntryError::LeftBeforeStart => "import-row-left-before-start",
                EntryError::NoLastDay => "import-row-no-last-day",
                EntryError::StillHere => "import-row-still-here",
            }),
            Self::Doubled { lines } => {
                t.with("import-row-doubled", &[("n", lines.len().into()), ("lines", listed(lines, t).into())])
            }
            Self::TwoPeople { by_id, by_email } => {
                t.with("import-row-two-people", &[("one", by_id.as_str().into()), ("two", by_email.as_str().into())])
            }
            Self::OtherId { name, known } => {
                t.with("import-row-other-id", &[("name", name.as_str().into()), ("known", known.as_str().into())])
            }
            Self::UnclearTeam(value) => quoted("import-row-team", value),
            Self::TwoManagers => t.text("import-row-two-managers"),
            Self::Yourself => t.text("import-row-yourself"),
            Self::OwnRecord => t.text("import-row-own-record"),
            Self::LastAdmin => t.text("import-row-last-admin"),
        }
    }
}

impl Question {
    /// What is asked.
    pub fn ask(&self, t: &Words) -> String {
        match self {
            Self::Circles(circles) => t.with("import-ask-circles", &[("n", circles.len().into())]),
            Self::Doubled(doubled) => t.with("import-ask-doubled", &[("n", doubled.len().into())]),
            Self::Managers(managers) => t.with("import-ask-managers", &[("n", managers.len().into())]),
            Self::Leavers { leavers, of } => {
                let share = t.percent(ratio(*leavers, *of));
                t.with(
                    "import-ask-leavers",
                    &[("leavers", (*leavers).into()), ("of", (*of).into()), ("share", share.into())],
                )
            }
        }
    }

    /// What it is about, one by one.
    pub fn details(&self, t: &Words) -> Vec<String> {
        match self {
            Self::Circles(circles) => circles
                .iter()
                .map(|names| names.iter().chain(names.first()).map(String::as_str).collect::<Vec<_>>().join(" → "))
                .collect(),
            Self::Doubled(doubled) => doubled
                .iter()
                .map(|it| {
                    let lines = listed(&it.lines, t);
                    t.with("import-doubled", &[("what", it.what.as_str().into()), ("lines", lines.into())])
                })
                .collect(),
            Self::Managers(managers) => managers.iter().map(|it| missing(it, t)).collect(),
            Self::Leavers { .. } => Vec::new(),
        }
    }

    /// What yes means.
    pub fn yes(&self, t: &Words) -> String {
        t.text(match self {
            Self::Circles(_) => "import-yes-circles",
            Self::Doubled(_) => "import-yes-doubled",
            Self::Managers(_) => "import-yes-managers",
            Self::Leavers { .. } => "import-yes-leavers",
        })
    }
}

impl Field {
    /// What it is called.
    pub fn word(self, t: &Words) -> String {
        t.text(&format!("column-{}", self.key()))
    }
}

impl Change {
    /// What was, for people to read.
    pub fn was(&self, t: &Words) -> String {
        value(self.field, &self.from, t)
    }

    /// What will be.
    pub fn will_be(&self, t: &Words) -> String {
        value(self.field, &self.to, t)
    }
}

fn value(field: Field, text: &str, t: &Words) -> String {
    match (field, text) {
        (_, "") => t.text("import-nothing"),
        (Field::Status, key) => t.text(&format!("status-{key}")),
        _ => text.to_owned(),
    }
}

fn missing(it: &MissingManager, t: &Words) -> String {
    let key = match it.why {
        Missing::Unknown => "import-manager-unknown",
        Missing::Several => "import-manager-several",
        Missing::Left => "import-manager-left",
    };
    let shown = it.people.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = it.people.len().saturating_sub(NAMED);
    let people =
        if more == 0 { shown } else { t.with("import-and-more", &[("names", shown.into()), ("n", more.into())]) };
    t.with(key, &[("manager", it.manager.as_str().into()), ("people", people.into())])
}

fn listed(lines: &[u64], t: &Words) -> String {
    let shown = lines.iter().take(NAMED).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match lines.len().saturating_sub(NAMED) {
        0 => shown,
        more => t.with("import-and-more", &[("names", shown.into()), ("n", more.into())]),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share of at most 100 000 people, shown without decimals")]
fn ratio(part: usize, of: usize) -> f64 {
    if of == 0 { 1.0 } else { part as f64 / of as f64 }
}
