//! A chat as a host writes it, checked once, here, for the form and the API alike.

use super::{Door, Mode};
use jiff::civil::Date;
use web::clean::{self, CleanError};

/// Longest texts and largest numbers, in one place. Lengths are in characters.
pub mod limits {
    /// A take.
    pub const TAKE: usize = 140;
    /// A truth.
    pub const TRUTH: usize = 140;
    /// A takeaway.
    pub const TAKEAWAY: usize = 280;
    /// A panellist's words.
    pub const ANSWER: usize = 280;
    /// Titles, names, roles, places.
    pub const LINE: usize = 80;
    /// Takes in a chat.
    pub const TAKES: usize = 40;
    /// Panellists in a chat.
    pub const PANEL: usize = 12;
    /// Co-hosts of a chat.
    pub const CO_HOSTS: usize = 20;
    /// Voices in a chat.
    pub const SEATS: u32 = 20_000;
    /// Voices in a chat, unless the host says otherwise.
    pub const SEATS_USUAL: u32 = 1_000;
    /// Answers needed before counts are shown, unless the host says otherwise.
    pub const FLOOR_USUAL: u32 = 5;
    /// Lowest floor of a confidential chat that asks for sign-in: who was there can be known, so a total of few would tell
    /// of one.
    pub const FLOOR_SIGNED: u32 = 5;
    /// Highest floor.
    pub const FLOOR: u32 = 100;
}

/// Raw words of a host, as they came from a form or the API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Title.
    pub title: String,
    /// Series, or empty.
    pub series: String,
    /// `YYYY-MM-DD`, or empty.
    pub held_on: String,
    /// Language tag.
    pub language: String,
    /// `named` or `confidential`.
    pub mode: String,
    /// `open` or `signed`.
    pub door: String,
    /// Digits.
    pub floor: String,
    /// Digits.
    pub seats: String,
    /// The panel, in order.
    pub panel: Vec<DraftPanellist>,
    /// The takes, in order.
    pub takes: Vec<DraftTake>,
}

/// A panellist as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftPanellist {
    /// Name.
    pub name: String,
    /// Role, or empty.
    pub role: String,
    /// Place, or empty.
    pub place: String,
    /// Since when, or empty.
    pub since: String,
}

/// A take as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftTake {
    /// The statement.
    pub text: String,
    /// The takeaway, or empty.
    pub takeaway: String,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Name of the field in form and API, for example `take-3-text`; rows count from 1.
    pub field: String,
    /// What is wrong.
    pub error: DraftError,
}

/// What can be wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftError {
    /// The text itself: empty, too long, control characters.
    Text(CleanError),
    /// Not a day of the calendar.
    Date,
    /// Not one of the words.
    Word,
    /// Not a whole number in this range.
    Range(u32, u32),
    /// More rows than this.
    TooMany(usize),
    /// Said before in the same list.
    Twice,
}

impl DraftError {
    /// Key and numbers of its message.
    pub fn message(&self, t: &web::Words) -> String {
        match self {
            Self::Text(CleanError::Empty) => t.text("fault-empty"),
            Self::Text(CleanError::TooLong { max, is }) => {
                t.with("fault-too-long", &[("max", (*max).into()), ("is", (*is).into())])
            }
            Self::Text(CleanError::Control) => t.text("fault-control"),
            Self::Date => t.text("fault-date"),
            Self::Word => t.text("fault-word"),
            Self::Range(low, high) => t.with("fault-range", &[("low", (*low).into()), ("high", (*high).into())]),
            Self::TooMany(max) => t.with("fault-too-many", &[("max", (*max).into())]),
            Self::Twice => t.text("fault-twice"),
        }
    }
}

/// A draft whose every field was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Title.
    pub title: String,
    /// Series, or empty.
    pub series: String,
    /// Day, or empty.
    pub held_on: String,
    /// Language tag.
    pub language: String,
    /// What the room knows of a voice.
    pub mode: Mode,
    /// Who may join.
    pub door: Door,
    /// Answers needed before counts are shown.
    pub floor: u32,
    /// Voices that may join.
    pub seats: u32,
    /// The panel, cleaned.
    pub panel: Vec<DraftPanellist>,
    /// The takes, cleaned.
    pub takes: Vec<DraftTake>,
}

impl Draft {
    /// A new draft with what most hosts want.
    pub fn titled(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            language: "en".to_owned(),
            mode: Mode::Confidential.word().to_owned(),
            door: Door::Open.word().to_owned(),
            floor: limits::FLOOR_USUAL.to_string(),
            seats: limits::SEATS_USUAL.to_string(),
            ..Self::default()
        }
    }

    /// Checks every field and answers all faults at once, in the order of the form.
    pub fn check(&self) -> Result<Checked, Vec<Fault>> {
        let mut faults = Vec::new();
        let title = needed(&mut faults, "title", &self.title, limits::LINE);
        let series = optional(&mut faults, "series", &self.series, limits::LINE);
        let held_on = self.held_on.trim().to_owned();
        if !held_on.is_empty() && held_on.parse::<Date>().is_err() {
            fault(&mut faults, "held_on", DraftError::Date);
        }
        let language = self.language.trim().to_owned();
        if !crate::language::is_known(&language) {
            fault(&mut faults, "language", DraftError::Word);
        }
        let mode = self.mode.parse().unwrap_or_else(|_| {
            fault(&mut faults, "mode", DraftError::Word);
            Mode::Confidential
        });
        let door = self.door.parse().unwrap_or_else(|_| {
            fault(&mut faults, "door", DraftError::Word);
            Door::Open
        });
        let least = if (door, mode) == (Door::Signed, Mode::Confidential) { limits::FLOOR_SIGNED } else { 1 };
        let floor = number(&mut faults, "floor", &self.floor, least, limits::FLOOR);
        let seats = number(&mut faults, "seats", &self.seats, 1, limits::SEATS);
        let panel = self.check_panel(&mut faults);
        let takes = self.check_takes(&mut faults);
        if faults.is_empty() {
            Ok(Checked { title, series, held_on, language, mode, door, floor, seats, panel, takes })
        } else {
            Err(faults)
        }
    }

    fn check_panel(&self, faults: &mut Vec<Fault>) -> Vec<DraftPanellist> {
        if self.panel.len() > limits::PANEL {
            fault(faults, "panel", DraftError::TooMany(limits::PANEL));
        }
        let mut panel: Vec<DraftPanellist> = Vec::new();
        for (i, p) in self.panel.iter().enumerate() {
            let field = |name| format!("panel-{}-{name}", i + 1);
            let name = needed(faults, &field("name"), &p.name, limits::LINE);
            if !name.is_empty() && panel.iter().any(|known| known.name == name) {
                fault(faults, &field("name"), DraftError::Twice);
            }
            panel.push(DraftPanellist {
                name,
                role: optional(faults, &field("role"), &p.role, limits::LINE),
                place: optional(faults, &field("place"), &p.place, limits::LINE),
                since: optional(faults, &field("since"), &p.since, limits::LINE),
            });
        }
        panel
    }

    fn check_takes(&self, faults: &mut Vec<Fault>) -> Vec<DraftTake> {
        if self.takes.len() > limits::TAKES {
            fault(faults, "takes", DraftError::TooMany(limits::TAKES));
        }
        let mut takes: Vec<DraftTake> = Vec::new();
        for (i, take) in self.takes.iter().enumerate() {
            let field = |name| format!("take-{}-{name}", i + 1);
            let text = needed(faults, &field("text"), &take.text, limits::TAKE);
            if !text.is_empty() && takes.iter().any(|known| known.text == text) {
                fault(faults, &field("text"), DraftError::Twice);
            }
            let takeaway = optional(faults, &field("takeaway"), &take.takeaway, limits::TAKEAWAY);
            takes.push(DraftTake { text, takeaway });
        }
        takes
    }
}

fn fault(faults: &mut Vec<Fault>, field: &str, error: DraftError) {
    faults.push(Fault { field: field.to_owned(), error });
}

fn needed(faults: &mut Vec<Fault>, field: &str, raw: &str, max: usize) -> String {
    clean::line(raw, max).unwrap_or_else(|e| {
        fault(faults, field, DraftError::Text(e));
        String::new()
    })
}

fn optional(faults: &mut Vec<Fault>, field: &str, raw: &str, max: usize) -> String {
    match clean::line(raw, max) {
        Ok(line) => line,
        Err(CleanError::Empty) => String::new(),
        Err(e) => {
            fault(faults, field, DraftError::Text(e));
            String::new()
        }
    }
}

fn number(faults: &mut Vec<Fault>, field: &str, raw: &str, low: u32, high: u32) -> u32 {
    match raw.trim().parse::<u32>() {
        Ok(n) if (low..=high).contains(&n) => n,
        _ => {
            fault(faults, field, DraftError::Range(low, high));
            low
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(change: impl FnOnce(&mut Draft)) -> Vec<String> {
        let mut draft = Draft::titled("Spring chat");
        draft.takes.push(DraftTake { text: "Fewer meetings".into(), takeaway: String::new() });
        change(&mut draft);
        draft.check().map_or_else(|f| f.into_iter().map(|f| f.field).collect(), |_| Vec::new())
    }

    #[test]
    fn each_fault_names_its_field() {
        type Case = (&'static str, fn(&mut Draft));
        let cases: [Case; 12] = [
            ("title", |d| d.title = "  ".into()),
            ("title", |d| d.title = "x".repeat(81)),
            ("held_on", |d| d.held_on = "2026-02-30".into()),
            ("language", |d| d.language = "tlh".into()),
            ("mode", |d| d.mode = "anonymous".into()),
            ("door", |d| d.door = "ajar".into()),
            ("floor", |d| d.floor = "0".into()),
            ("floor", |d| (d.door, d.floor) = ("signed".into(), "4".into())),
            ("seats", |d| d.seats = "many".into()),
            ("take-1-text", |d| d.takes[0].text = "x".repeat(141)),
            ("take-1-text", |d| d.takes[0].text = "a\u{202e}b".into()),
            ("take-2-text", |d| d.takes.push(d.takes[0].clone())),
        ];
        for (field, change) in cases {
            assert_eq!(faults(change), [field]);
        }
        assert_eq!(faults(|_| ()), Vec::<String>::new());
        assert_eq!(faults(|d| (d.door, d.mode, d.floor) = ("signed".into(), "named".into(), "1".into())), [""; 0]);
    }

    #[test]
    fn lengths_are_in_characters() {
        assert_eq!(faults(|d| d.takes[0].text = "ä".repeat(140)), Vec::<String>::new());
    }
}
