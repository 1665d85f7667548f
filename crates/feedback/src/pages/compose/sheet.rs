//! The sheet of the composer: what a page shows, in which layout, and what is promised for each choice.

use super::super::face::Face;
use super::super::frame;
use super::super::hints::Hints;
use crate::Feedback;
use crate::desk::Setting;
use crate::model::{Identity, Kind, Layout, PieceId, Rule, TaskId};
use crate::store::ValueRow;
use askama::Template;
use askama_web::WebTemplate;
use axum::http::HeaderMap;
use people::{PersonId, Signed};
use web::{Frame, Words};

/// A choice of whose name stands at it, with what is promised then.
struct Choice {
    key: &'static str,
    mark: String,
    word: String,
    hint: String,
    is_chosen: bool,
    readers: Vec<String>,
    promise: Vec<String>,
    with: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "feedback/compose.html")]
pub(super) struct Page {
    frame: Frame,
    t: Words,
    faults: Vec<(&'static str, String)>,
    notice: Option<String>,
    id: PieceId,
    to: PersonId,
    task: Option<TaskId>,
    face: Face,
    name: String,
    meta: String,
    layout: Layout,
    question: Option<(String, String)>,
    form: Typed,
    /// Values to choose from; none where there is no list.
    values: Vec<(String, bool)>,
    today: String,
    choices: Vec<Choice>,
    send: String,
    pub coach: Hints,
    pub dismissed: Vec<String>,
    may_discard: bool,
    saved: String,
    back: String,
    said_kind: String,
}

/// What stands in the fields.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub happened: String,
    pub effect: String,
    pub next: String,
    pub event_on: String,
    pub shows: String,
}

impl Typed {
    fn of(&self, field: &str) -> &str {
        match field {
            "happened" => &self.happened,
            "effect" => &self.effect,
            _ => &self.next,
        }
    }
}

impl Page {
    /// What a box is called, and what belongs into it.
    fn asks(&self, field: &str) -> (String, String) {
        let (name, hint) = match (self.layout, field) {
            (Layout::Free, _) => ("feedback-box-free", "feedback-box-free-hint"),
            (Layout::Boxes, "happened") => ("feedback-box-happened", "feedback-box-happened-hint"),
            (Layout::Boxes, "effect") => ("feedback-box-effect", "feedback-box-effect-hint"),
            (Layout::Boxes, _) => ("feedback-box-next", "feedback-box-next-hint"),
            (Layout::Rounded, "happened") => ("feedback-box-well", "feedback-box-well-hint"),
            (Layout::Rounded, "effect") => ("feedback-box-better", "feedback-box-better-hint"),
            (Layout::Rounded, _) => ("feedback-box-stays", "feedback-box-stays-hint"),
        };
        (self.t.text(name), self.t.text(hint))
    }

    /// The other layouts: key and invitation.
    fn other_layouts(&self) -> Vec<(&'static str, String)> {
        [
            (Layout::Boxes, "feedback-to-boxes"),
            (Layout::Rounded, "feedback-to-rounded"),
            (Layout::Free, "feedback-to-free"),
        ]
        .into_iter()
        .filter(|it| it.0 != self.layout)
        .map(|(layout, key)| (layout.key(), self.t.text(key)))
        .collect()
    }

    fn fault(&self, field: &str) -> Option<&str> {
        self.faults.iter().find(|(key, _)| *key == field).map(|(_, say)| say.as_str())
    }
}

/// What a page of the composer is about.
pub(super) struct Paper {
    pub id: PieceId,
    pub to: PersonId,
    pub task: Option<TaskId>,
    pub layout: Layout,
    pub typed: Typed,
    pub identity: Option<Identity>,
    pub values: Vec<ValueRow>,
}

#[expect(clippy::too_many_arguments, reason = "a page shows as much as it shows")]
pub(super) fn page(
    feedback: &Feedback,
    signed: &Signed,
    headers: &HeaderMap,
    setting: &Setting,
    paper: Paper,
    saved: Option<String>,
    faults: Vec<(&'static str, String)>,
    notice: Option<String>,
) -> Page {
    let (mut frame, t) = frame(feedback, signed, headers, "feedback-compose-title");
    let name = setting.subject.name.clone();
    let is_own = setting.kind == Kind::Own;
    if is_own {
        frame.title = t.text("feedback-compose-title-own");
    }
    frame = frame.module("feedback/compose.js");
    let chosen = setting.identity(paper.identity);
    let card = &setting.subject;
    let team = card.team.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
    let meta: Vec<_> = [card.title.clone(), team].into_iter().filter(|it| !it.is_empty()).collect();
    Page {
        faults,
        notice,
        id: paper.id,
        to: paper.to,
        task: paper.task,
        face: Face::of(setting.subject.id, &name),
        meta: meta.join(", "),
        layout: paper.layout,
        question: setting.asked.as_ref().map(|(_, ask, asker)| {
            let key = if ask.asker == ask.subject { "feedback-compose-asked" } else { "feedback-compose-asked-about" };
            (
                t.with(key, &[("asker", asker.name.as_str().into()), ("name", name.as_str().into())]),
                ask.question.clone(),
            )
        }),
        values: choosable(&paper.values, &paper.typed.shows),
        today: feedback.today().to_string(),
        choices: setting.identities.iter().map(|it| choice(setting, *it, chosen, &t)).collect(),
        send: send_word(setting, chosen, &t),
        coach: Hints::none(&t),
        dismissed: Vec::new(),
        may_discard: saved.is_some(),
        saved: saved.unwrap_or_else(|| t.text("feedback-compose-not-saved")),
        back: if setting.asked.is_some() { "/feedback/asks".to_owned() } else { format!("/people/{}", paper.to) },
        said_kind: t.with(
            match setting.kind {
                Kind::Own => "feedback-kind-own",
                Kind::Peer => "feedback-kind-peer",
                Kind::Upward => "feedback-kind-upward",
                Kind::Downward => "feedback-kind-downward",
            },
            &[("name", name.as_str().into())],
        ),
        name,
        form: paper.typed,
        frame,
        t,
    }
}

/// The list of values, with the one that stands in the piece even if it is not on the list any more.
fn choosable(values: &[ValueRow], shows: &str) -> Vec<(String, bool)> {
    let mut all: Vec<_> = values.iter().map(|it| (it.words.clone(), it.words == shows)).collect();
    if !all.is_empty() && !shows.is_empty() && all.iter().all(|it| !it.1) {
        all.push((shows.to_owned(), true));
    }
    all
}

/// First names are enough on a button.
fn first(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

fn send_word(setting: &Setting, chosen: Identity, t: &Words) -> String {
    if setting.kind == Kind::Own {
        return t.text("feedback-send-own");
    }
    let readers = setting.contract(chosen).readers;
    match readers.as_slice() {
        [one] => t.with("feedback-send-one", &[("name", first(&one.name).into())]),
        [one, two, ..] => {
            t.with("feedback-send-two", &[("one", first(&one.name).into()), ("two", first(&two.name).into())])
        }
        [] => t.text("feedback-send-own"),
    }
}

fn choice(setting: &Setting, identity: Identity, chosen: Identity, t: &Words) -> Choice {
    let contract = setting.contract(identity);
    let name = setting.subject.name.as_str();
    let says = |key: &str| t.with(key, &[("name", name.into()), ("k", contract.k.unwrap_or(0).into())]);
    let (word, hint, with) = match (setting.kind, identity) {
        (Kind::Own, _) => ("feedback-identity-own", "feedback-identity-own-hint", "feedback-with-own"),
        (_, Identity::Named) => ("feedback-identity-named", "feedback-identity-named-hint", "feedback-with-name"),
        (_, Identity::Confidential) => {
            ("feedback-identity-confidential", "feedback-identity-confidential-hint", "feedback-with-batch")
        }
    };
    let promise: &[&str] = match contract.rule {
        Rule::OwnNote => &["feedback-promise-own"],
        Rule::Subject | Rule::SubjectAndAsker => {
            &["feedback-promise-grace", "feedback-promise-named", "feedback-promise-flag-named"]
        }
        Rule::Batch => &["feedback-promise-batch", "feedback-promise-limits", "feedback-promise-flag-batch"],
    };
    Choice {
        key: identity.key(),
        mark: contract.mark(),
        word: says(word),
        hint: says(hint),
        is_chosen: identity == chosen,
        readers: contract.readers.iter().map(|it| it.name.clone()).collect(),
        promise: promise.iter().map(|key| says(key)).collect(),
        with: says(with),
    }
}
