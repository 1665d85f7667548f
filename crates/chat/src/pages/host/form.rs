//! The editor's form: rows that can be added, moved and removed without scripts, and nothing typed lost.

use crate::model::{Draft, DraftError, DraftPanellist, DraftTake, Fault};
use web::Words;
use web::clean::CleanError;

/// What the editor sent: words, the version they were based on, and the button that was pressed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) draft: Draft,
    pub(super) version: i64,
    pub(super) press: Press,
}

/// A button of the editor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Press {
    /// Store what was typed. Also what the Enter key does.
    #[default]
    Save,
    /// Store, then let people in.
    Open,
    /// Change the rows of a list; nothing is stored.
    Rows(List, Change),
}

/// A list of rows in the editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Takes,
    Panel,
}

/// What is done to the rows; places count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Add,
    Remove(usize),
    Up(usize),
    Down(usize),
}

impl Press {
    /// Reads the value of a button: `save`, `open`, `add-take`, `up-take-3`, `remove-panellist-1`. Rows count from 1
    /// there. Anything else saves, since that loses nothing.
    fn read(value: &str) -> Self {
        if value == "open" {
            return Self::Open;
        }
        let mut parts = value.split('-');
        let (verb, list) = (parts.next(), parts.next());
        let place = parts.next().and_then(|n| n.parse::<usize>().ok()).and_then(|n| n.checked_sub(1));
        let list = match list {
            Some("take") => List::Takes,
            Some("panellist") => List::Panel,
            _ => return Self::Save,
        };
        match (verb, place) {
            (Some("add"), None) => Self::Rows(list, Change::Add),
            (Some("remove"), Some(at)) => Self::Rows(list, Change::Remove(at)),
            (Some("up"), Some(at)) => Self::Rows(list, Change::Up(at)),
            (Some("down"), Some(at)) => Self::Rows(list, Change::Down(at)),
            _ => Self::Save,
        }
    }
}

/// Reads the form. A row begins with each `take-text` and each `panel-name`, so the order on the page is the order
/// of the rows and no number has to be kept up to date.
pub(super) fn read(pairs: Vec<(String, String)>) -> Sent {
    let mut sent = Sent::default();
    let draft = &mut sent.draft;
    for (name, value) in pairs {
        match name.as_str() {
            "do" => sent.press = Press::read(&value),
            "version" => sent.version = value.trim().parse().unwrap_or_default(),
            "title" => draft.title = value,
            "series" => draft.series = value,
            "held_on" => draft.held_on = value,
            "language" => draft.language = value,
            "mode" => draft.mode = value,
            "door" => draft.door = value,
            "floor" => draft.floor = value,
            "seats" => draft.seats = value,
            "take-text" => draft.takes.push(DraftTake { text: value, ..DraftTake::default() }),
            "take-takeaway" => set(draft.takes.last_mut(), |row| row.takeaway = value),
            "panel-name" => draft.panel.push(DraftPanellist { name: value, ..DraftPanellist::default() }),
            "panel-role" => set(draft.panel.last_mut(), |row| row.role = value),
            "panel-place" => set(draft.panel.last_mut(), |row| row.place = value),
            "panel-since" => set(draft.panel.last_mut(), |row| row.since = value),
            _ => {}
        }
    }
    sent
}

fn set<T>(row: Option<&mut T>, change: impl FnOnce(&mut T)) {
    if let Some(row) = row {
        change(row);
    }
}

/// Changes the rows and answers the id of the field where the writing goes on. A place that does not exist changes
/// nothing.
pub(super) fn change(draft: &mut Draft, list: List, change: Change) -> Option<String> {
    let at = match list {
        List::Takes => shift(&mut draft.takes, change),
        List::Panel => shift(&mut draft.panel, change),
    }?;
    Some(match list {
        List::Takes => format!("take-{}-text", at + 1),
        List::Panel => format!("panel-{}-name", at + 1),
    })
}

fn shift<T: Default>(rows: &mut Vec<T>, change: Change) -> Option<usize> {
    let to = match change {
        Change::Add => {
            rows.push(T::default());
            return Some(rows.len() - 1);
        }
        Change::Remove(at) if at < rows.len() => {
            rows.remove(at);
            return rows.len().checked_sub(1).map(|last| at.min(last));
        }
        Change::Up(at) if at < rows.len() => (at, at.saturating_sub(1)),
        Change::Down(at) if at < rows.len() => (at, (at + 1).min(rows.len() - 1)),
        Change::Remove(_) | Change::Up(_) | Change::Down(_) => return None,
    };
    rows.swap(to.0, to.1);
    Some(to.1)
}

/// Drops rows in which nothing was typed: an empty row is a wish to write, not a mistake.
pub(super) fn drop_blank_rows(draft: &mut Draft) {
    let typed = |words: &[&String]| words.iter().any(|w| !w.trim().is_empty());
    draft.takes.retain(|t| typed(&[&t.text, &t.takeaway]));
    draft.panel.retain(|p| typed(&[&p.name, &p.role, &p.place, &p.since]));
}

/// What to do about a fault, for the person who typed.
pub(super) fn advice(fault: &Fault, t: &Words) -> String {
    match &fault.error {
        DraftError::Text(CleanError::Empty) if fault.field == "takes" => t.text("host-edit-fault-takes-none"),
        DraftError::Text(CleanError::Empty) => t.text(match list_of(&fault.field) {
            Some(List::Takes) => "host-edit-fault-take",
            Some(List::Panel) => "host-edit-fault-person",
            None => "host-edit-fault-title",
        }),
        DraftError::Text(CleanError::TooLong { max, is }) => {
            t.with("host-edit-fault-long", &[("max", (*max).into()), ("is", (*is).into())])
        }
        DraftError::Text(CleanError::Control) => t.text("host-edit-fault-control"),
        DraftError::Date => t.text("host-edit-fault-date"),
        DraftError::Word if fault.field == "language" => t.text("host-edit-fault-language"),
        DraftError::Word if fault.field == "door" => t.text("host-edit-fault-door"),
        DraftError::Word => t.text("host-edit-fault-mode"),
        DraftError::Range(min, max) if fault.field == "floor" && *min > 1 => {
            t.with("host-edit-fault-floor-signed", &[("min", (*min).into()), ("max", (*max).into())])
        }
        DraftError::Range(min, max) => {
            t.with("host-edit-fault-number", &[("min", (*min).into()), ("max", (*max).into())])
        }
        DraftError::TooMany(max) => {
            let panel = list_of(&fault.field) == Some(List::Panel);
            let key = if panel { "host-edit-fault-panel-many" } else { "host-edit-fault-takes-many" };
            t.with(key, &[("max", (*max).into())])
        }
        DraftError::Twice if list_of(&fault.field) == Some(List::Panel) => t.text("host-edit-fault-person-twice"),
        DraftError::Twice => t.text("host-edit-fault-take-twice"),
    }
}

/// The message as the summary shows it: with the row that it belongs to.
pub(super) fn in_summary(fault: &Fault, t: &Words) -> String {
    let text = advice(fault, t);
    let row = fault.field.split('-').nth(1).and_then(|n| n.parse::<u32>().ok());
    match (list_of(&fault.field), row) {
        (Some(list), Some(n)) => {
            let key = match list {
                List::Takes => "host-edit-where-take",
                List::Panel => "host-edit-where-person",
            };
            t.with(key, &[("n", n.into()), ("text", text.into())])
        }
        _ => text,
    }
}

fn list_of(field: &str) -> Option<List> {
    match field.split('-').next() {
        Some("take" | "takes") => Some(List::Takes),
        Some("panel") => Some(List::Panel),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(form: &str) -> Vec<(String, String)> {
        form.split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    fn texts(draft: &Draft) -> Vec<&str> {
        draft.takes.iter().map(|t| t.text.as_str()).collect()
    }

    #[test]
    fn a_row_begins_with_its_first_field() {
        let sent = read(pairs(
            "version=4&title=Spring&take-text=a&take-takeaway=1&take-text=b&take-takeaway=&panel-name=Ida\
             &panel-role=Pilot&panel-place=Bergen&panel-since=2019&mode=named&floor=7&seats=90&do=open",
        ));
        assert_eq!((sent.version, sent.press), (4, Press::Open));
        assert_eq!(texts(&sent.draft), ["a", "b"]);
        assert_eq!(sent.draft.takes[0].takeaway, "1");
        let ida = &sent.draft.panel[0];
        assert_eq!([&ida.name, &ida.role, &ida.place, &ida.since], ["Ida", "Pilot", "Bergen", "2019"]);
        assert_eq!([&sent.draft.mode, &sent.draft.floor, &sent.draft.seats], ["named", "7", "90"]);
    }

    #[test]
    fn fields_out_of_place_are_left_alone() {
        let sent = read(pairs("take-takeaway=lost&panel-role=lost&colour=red&version=x"));
        assert_eq!(sent, Sent::default());
    }

    #[test]
    fn buttons() {
        use Change::{Add, Down, Remove, Up};
        let cases = [
            ("save", Press::Save),
            ("open", Press::Open),
            ("add-take", Press::Rows(List::Takes, Add)),
            ("add-panellist", Press::Rows(List::Panel, Add)),
            ("remove-take-3", Press::Rows(List::Takes, Remove(2))),
            ("up-take-1", Press::Rows(List::Takes, Up(0))),
            ("down-panellist-12", Press::Rows(List::Panel, Down(11))),
            ("up-take-0", Press::Save),
            ("up-take", Press::Save),
            ("remove-take--1", Press::Save),
            ("remove-chat-1", Press::Save),
            ("", Press::Save),
        ];
        for (value, expect) in cases {
            assert_eq!(Press::read(value), expect, "{value}");
        }
    }

    #[test]
    fn rows_move_and_the_focus_follows() {
        use Change::{Add, Down, Remove, Up};
        let cases: [(Change, &[&str], Option<&str>); 10] = [
            (Add, &["a", "b", "c", ""], Some("take-4-text")),
            (Remove(1), &["a", "c"], Some("take-2-text")),
            (Remove(2), &["a", "b"], Some("take-2-text")),
            (Remove(3), &["a", "b", "c"], None),
            (Up(2), &["a", "c", "b"], Some("take-2-text")),
            (Up(0), &["a", "b", "c"], Some("take-1-text")),
            (Down(0), &["b", "a", "c"], Some("take-2-text")),
            (Down(2), &["a", "b", "c"], Some("take-3-text")),
            (Up(9), &["a", "b", "c"], None),
            (Down(9), &["a", "b", "c"], None),
        ];
        for (step, expect, focus) in cases {
            let mut draft = read(pairs("take-text=a&take-text=b&take-text=c")).draft;
            let field = change(&mut draft, List::Takes, step);
            assert_eq!(texts(&draft), expect, "{step:?}");
            assert_eq!(field.as_deref(), focus, "{step:?}");
        }
    }

    #[test]
    fn the_last_row_can_go() {
        let mut draft = read(pairs("panel-name=Ida")).draft;
        assert_eq!(change(&mut draft, List::Panel, Change::Remove(0)), None);
        assert!(draft.panel.is_empty());
        assert_eq!(change(&mut draft, List::Panel, Change::Add).as_deref(), Some("panel-1-name"));
    }

    #[test]
    fn only_rows_without_a_word_are_dropped() {
        let mut draft = read(pairs(
            "take-text= &take-takeaway=&take-text=&take-takeaway=kept&take-text=b&panel-name=&panel-since=2020&panel-name=",
        ))
        .draft;
        drop_blank_rows(&mut draft);
        assert_eq!(texts(&draft), ["", "b"]);
        assert_eq!(draft.panel.len(), 1);
    }
}
