//! The editor of a chat that is still a draft.

use super::numbers;
use crate::language;
use crate::model::{Chat, Door, Draft, DraftPanellist, DraftTake, Fault, Mode};
use crate::pages::host::form::{advice, in_summary};
use crate::store::ChatHost;
use askama::Template;
use askama_web::WebTemplate;
use std::fmt::Display;
use web::{Frame, Words};

/// The page.
#[derive(Template, WebTemplate)]
#[template(path = "host/editor.html")]
pub(in crate::pages::host) struct Editor {
    frame: Frame,
    t: Words,
    id: String,
    heading: String,
    version: i64,
    draft: Draft,
    faults: Vec<Wrong>,
    saved: bool,
    conflict: bool,
    /// The form holds what the records do not.
    unsaved: bool,
    goes_on: Option<String>,
    languages: Vec<(String, String)>,
    doors: Vec<(String, String, String)>,
    /// Word, name, and what it means with an open door and with one that asks for sign-in.
    modes: Vec<(String, String, String, String)>,
    code_line: String,
    hosts_line: String,
    blank_take: DraftTake,
    blank_person: DraftPanellist,
    take_words: RowWords,
    person_words: RowWords,
}

/// How the page came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages::host) enum Mood {
    /// Opened: the form holds what is stored.
    Fresh,
    /// Just stored.
    Saved,
    /// Rows changed; the writing goes on in this field.
    Rows(Option<String>),
    /// Not stored: something is to be mended.
    Faulty(Vec<Fault>),
    /// Not stored: somebody else was faster.
    Conflict,
}

/// A fault, as the page shows it.
struct Wrong {
    /// Id of the field.
    anchor: String,
    text: String,
    summary: String,
}

/// Keys of the names of a row's buttons.
struct RowWords {
    up: String,
    down: String,
    remove: String,
    drag: String,
}

impl RowWords {
    fn of(row: &str) -> Self {
        let key = |verb| format!("host-edit-{row}-{verb}");
        Self { up: key("up"), down: key("down"), remove: key("remove"), drag: key("drag") }
    }
}

impl Editor {
    /// `version` is what the next save replaces.
    pub(in crate::pages::host) fn of(
        frame: Frame,
        t: Words,
        chat: &Chat,
        hosts: &[ChatHost],
        draft: Draft,
        version: i64,
        mood: Mood,
    ) -> Self {
        let (saved, conflict) = (mood == Mood::Saved, mood == Mood::Conflict);
        let unsaved = !matches!(mood, Mood::Fresh | Mood::Saved);
        let (faults, goes_on) = match mood {
            Mood::Faulty(faults) => (faults, None),
            Mood::Rows(field) => (Vec::new(), field),
            Mood::Fresh | Mood::Saved | Mood::Conflict => (Vec::new(), None),
        };
        let wrong =
            |fault: Fault| Wrong { text: advice(&fault, &t), summary: in_summary(&fault, &t), anchor: fault.field };
        Self {
            frame,
            id: chat.id.to_string(),
            heading: t.text("host-edit-title"),
            version,
            faults: faults.into_iter().map(wrong).collect(),
            saved,
            conflict,
            unsaved,
            goes_on,
            languages: languages(&draft.language, &t),
            doors: Door::ALL.iter().map(|door| entrance(*door, &t)).collect(),
            modes: [Mode::Confidential, Mode::Named].into_iter().map(|mode| explained(mode, &t)).collect(),
            code_line: t.with("host-edit-code", &[("code", super::spaced(&chat.code).into())]),
            hosts_line: super::named(&t, hosts),
            blank_take: DraftTake::default(),
            blank_person: DraftPanellist::default(),
            take_words: RowWords::of("take"),
            person_words: RowWords::of("person"),
            draft,
            t,
        }
    }

    fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|f| f.anchor == field).map(|f| f.text.as_str())
    }

    /// Ids of what describes a field: its fault, then `more`.
    fn described(&self, field: &str, more: &str) -> String {
        match self.fault(field) {
            Some(_) => format!("{field}-fault {more}").trim_end().to_owned(),
            None => more.to_owned(),
        }
    }

    /// Ids of row `n`: `#` stands for its number.
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn at(&self, ids: &str, n: &impl Display) -> String {
        ids.replace('#', &n.to_string())
    }

    fn goes_on_at(&self, field: &str) -> bool {
        self.goes_on.as_deref() == Some(field)
    }
}

numbers!(Editor);

/// The languages offered, and the one that is set.
fn languages(set: &str, t: &Words) -> Vec<(String, String)> {
    let mut tags: Vec<&str> = language::OFFERED.to_vec();
    if language::is_known(set) && !tags.contains(&set) {
        tags.push(set);
    }
    let named = |tag: &str| {
        let offered = language::OFFERED.contains(&tag);
        (tag.to_owned(), if offered { t.text(&format!("host-edit-language-{tag}")) } else { tag.to_owned() })
    };
    tags.into_iter().map(named).collect()
}

fn entrance(door: Door, t: &Words) -> (String, String, String) {
    let word = door.word();
    (word.to_owned(), t.text(&format!("host-door-{word}")), t.text(&format!("host-edit-door-{word}-text")))
}

fn explained(mode: Mode, t: &Words) -> (String, String, String, String) {
    let word = mode.word();
    let means = |door: &str| t.text(&format!("host-edit-mode-{door}{word}-text"));
    (word.to_owned(), t.text(&format!("host-mode-{word}")), means(""), means("signed-"))
}
