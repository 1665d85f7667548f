//! What a writer writes, parsed once.

use jiff::civil::Date;
use web::clean::{self, CleanError};

/// Characters of a whole piece.
pub const TEXT_MAX: usize = 10_000;
/// Characters of the value that a piece shows.
pub const VALUE_MAX: usize = 60;

/// How the writer laid the words out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// What happened, what it did, what next.
    Boxes,
    /// What went well, what could go better, what should stay. Readers like it; that it improves anything was not found
    /// (two studies, of 20 and 350 people: doi 10.1007/s10459-012-9377-9).
    Rounded,
    /// One text.
    Free,
}

impl Layout {
    /// As forms and the database write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Boxes => "boxes",
            Self::Rounded => "rounded",
            Self::Free => "free",
        }
    }

    /// The layout of a key; boxes where it is none.
    pub fn from_key(key: &str) -> Self {
        match key {
            "free" => Self::Free,
            "rounded" => Self::Rounded,
            _ => Self::Boxes,
        }
    }
}

/// A part of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What happened, or the whole free text.
    Happened,
    /// What it did.
    Effect,
    /// What next.
    Next,
    /// The day it happened.
    EventOn,
    /// The value it shows.
    Shows,
}

impl Field {
    /// Its name in the form.
    pub fn key(self) -> &'static str {
        match self {
            Self::Happened => "happened",
            Self::Effect => "effect",
            Self::Next => "next",
            Self::EventOn => "event_on",
            Self::Shows => "shows",
        }
    }
}

/// Why a field cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Nothing was said at all.
    #[error("nothing was written")]
    Empty,
    /// The whole is too long.
    #[error("{is} characters are too many: {max} fit")]
    TooLong {
        /// Most allowed.
        max: usize,
        /// Characters given.
        is: usize,
    },
    /// Characters that cannot be shown.
    #[error("characters that cannot be shown")]
    Control,
    /// Not a day.
    #[error("this is not a day")]
    NotADay,
    /// It has not happened yet.
    #[error("this day has not come yet")]
    NotYet,
    /// Not one of the company's values.
    #[error("this is none of the company's values")]
    NoValue,
}

/// The words of a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// How they are laid out.
    pub layout: Layout,
    /// What happened, or the whole free text.
    pub happened: String,
    /// What it did; empty in free text.
    pub effect: String,
    /// What next; may be empty.
    pub next: String,
    /// When it happened.
    pub event_on: Date,
    /// The value it shows, or nothing.
    pub shows: String,
}

/// What came from a form, not yet looked at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Draft<'a> {
    /// Key of a [`Layout`].
    pub layout: &'a str,
    /// What happened.
    pub happened: &'a str,
    /// What it did.
    pub effect: &'a str,
    /// What next.
    pub next: &'a str,
    /// A day, `2026-03-04`, or nothing for today.
    pub event_on: &'a str,
    /// The value it shows.
    pub shows: &'a str,
}

impl Text {
    /// The same words in another layout: none is left behind.
    #[must_use]
    pub fn laid_out(self, layout: Layout) -> Self {
        if layout != Layout::Free || self.layout == Layout::Free {
            return Self { layout, ..self };
        }
        let boxes = [self.happened.as_str(), &self.effect, &self.next];
        let whole = boxes.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n\n");
        Self { layout, happened: whole, effect: String::new(), next: String::new(), ..self }
    }
}

impl Draft<'_> {
    /// As a draft is kept: characters that cannot be shown are refused, emptiness is not.
    pub fn keep(self, today: Date) -> Result<Text, Vec<(Field, Wrong)>> {
        let mut wrong = Vec::new();
        let layout = Layout::from_key(self.layout);
        let mut box_of = |field, raw: &str| match clean::text(raw, TEXT_MAX) {
            Ok(text) => text,
            Err(CleanError::Empty) => String::new(),
            Err(error) => {
                wrong.push((field, Wrong::from(error)));
                String::new()
            }
        };
        let happened = box_of(Field::Happened, self.happened);
        let effect = box_of(Field::Effect, self.effect);
        let next = box_of(Field::Next, self.next);
        let shows = match clean::line(self.shows, VALUE_MAX) {
            Ok(text) => text,
            Err(CleanError::Empty) => String::new(),
            Err(error) => {
                wrong.push((Field::Shows, error.into()));
                String::new()
            }
        };
        let event_on = match self.event_on.trim() {
            "" => Ok(today),
            raw => raw.parse::<Date>().map_err(|_| Wrong::NotADay),
        };
        let event_on = match event_on {
            Ok(day) if day > today => Err(Wrong::NotYet),
            other => other,
        };
        let event_on = event_on.unwrap_or_else(|error| {
            wrong.push((Field::EventOn, error));
            today
        });
        let is = [&happened, &effect, &next].iter().map(|it| it.chars().count()).sum();
        if is > TEXT_MAX {
            wrong.push((Field::Happened, Wrong::TooLong { max: TEXT_MAX, is }));
        }
        if wrong.is_empty() { Ok(Text { layout, happened, effect, next, event_on, shows }) } else { Err(wrong) }
    }

    /// As a piece is sent: something must be said.
    pub fn send(self, today: Date) -> Result<Text, Vec<(Field, Wrong)>> {
        let text = self.keep(today)?;
        if text.happened.is_empty() { Err(vec![(Field::Happened, Wrong::Empty)]) } else { Ok(text) }
    }
}

impl From<CleanError> for Wrong {
    fn from(error: CleanError) -> Self {
        match error {
            CleanError::Empty => Self::Empty,
            CleanError::TooLong { max, is } => Self::TooLong { max, is },
            CleanError::Control => Self::Control,
        }
    }
}

impl Text {
    /// Nothing yet.
    pub fn blank(today: Date) -> Self {
        let nothing = String::new;
        Self {
            layout: Layout::Boxes,
            happened: nothing(),
            effect: nothing(),
            next: nothing(),
            event_on: today,
            shows: nothing(),
        }
    }

    /// The boxes joined into one text, as the reader meets them.
    pub fn joined(&self) -> String {
        let parts = [&self.happened, &self.effect, &self.next];
        parts.into_iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join("\n\n")
    }
}

/// One line that may be empty: a reason, a thank-you, a goal.
pub fn line_of(raw: &str, max: usize) -> Result<String, Wrong> {
    match clean::line(raw, max) {
        Ok(text) => Ok(text),
        Err(CleanError::Empty) => Ok(String::new()),
        Err(error) => Err(error.into()),
    }
}

/// Several lines that may be empty: a private reflection.
pub fn paragraph_of(raw: &str) -> Result<String, Wrong> {
    match clean::text(raw, TEXT_MAX) {
        Ok(text) => Ok(text),
        Err(CleanError::Empty) => Ok(String::new()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 3, 4);

    #[test]
    fn a_piece_says_something_about_a_day_that_was() {
        let good = Draft { happened: " You called\r\nsupport first. ", ..Draft::default() };
        let text = good.send(TODAY).unwrap();
        assert_eq!(
            (text.happened.as_str(), text.event_on, text.layout),
            ("You called\nsupport first.", TODAY, Layout::Boxes)
        );
        let wrong = |draft: Draft<'_>| draft.send(TODAY).unwrap_err();
        assert_eq!(wrong(Draft { effect: "x", ..Draft::default() }), [(Field::Happened, Wrong::Empty)]);
        assert_eq!(wrong(Draft { event_on: "2026-03-05", ..good }), [(Field::EventOn, Wrong::NotYet)]);
        assert_eq!(wrong(Draft { event_on: "soon", ..good }), [(Field::EventOn, Wrong::NotADay)]);
        assert_eq!(wrong(Draft { next: "a\u{202e}b", ..good }), [(Field::Next, Wrong::Control)]);
        let long = "x".repeat(TEXT_MAX);
        let too_long = Wrong::TooLong { max: TEXT_MAX, is: TEXT_MAX + 25 };
        assert_eq!(wrong(Draft { effect: &long, ..good }), [(Field::Happened, too_long)]);
        let million = "x".repeat(1 << 20);
        assert!(matches!(wrong(Draft { happened: &million, ..good })[0].1, Wrong::TooLong { .. }));
    }

    #[test]
    fn a_draft_may_be_empty() {
        assert_eq!(Draft::default().keep(TODAY).unwrap(), Text::blank(TODAY));
        assert_eq!(Text { next: "b".into(), happened: "a".into(), ..Text::blank(TODAY) }.joined(), "a\n\nb");
    }

    #[test]
    fn short_answers_may_be_empty_but_not_endless() {
        assert_eq!(line_of("  ", 5), Ok(String::new()));
        assert_eq!(line_of("123456", 5), Err(Wrong::TooLong { max: 5, is: 6 }));
        assert_eq!(paragraph_of("a\r\nb"), Ok("a\nb".into()));
    }
}
