//! The composer: three small boxes, who reads it by name, and one button that says to whom it goes.

use super::face::Face;
use super::hints::{self, Hints};
use super::{day, frame, language};
use crate::desk::{self, Setting, Sheet};
use crate::error::said;
use crate::model::{Draft, Identity, Kind, Layout, Piece, PieceId, Rule, State as At, TaskId, Text};
use crate::store::ValueRow;
use crate::{Feedback, FeedbackError, WORDS, access, look, store, values};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json, Redirect, Response};
use axum_extra::extract::{Form, Query};
use jiff::Timestamp;
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use people::model::directory::Zone;
use people::{PersonId, Signed, directory};
use serde::Deserialize;
use serde_json::{Value, json};
use web::{Frame, Outcome, Words};

/// Where somebody comes from, in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    to: String,
    task: String,
    draft: String,
    layout: String,
}

/// The form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    id: String,
    to: String,
    task: String,
    layout: String,
    happened: String,
    effect: String,
    next: String,
    pub event_on: String,
    shows: String,
    pub identity: String,
    mark_named: String,
    mark_confidential: String,
    pub dismissed: Vec<String>,
    r#do: String,
}

impl Sent {
    /// The boxes that would be sent, by their fields.
    pub fn boxes(&self) -> Vec<(&'static str, &str)> {
        let all = [("happened", self.happened.as_str()), ("effect", &self.effect), ("next", &self.next)];
        all.into_iter().filter(|(_, words)| !words.is_empty()).collect()
    }

    pub fn sheet(&self) -> Option<Sheet<'_>> {
        let task = match self.task.as_str() {
            "" => None,
            task => Some(task.parse::<TaskId>().ok()?),
        };
        let draft = Draft {
            layout: &self.layout,
            happened: &self.happened,
            effect: &self.effect,
            next: &self.next,
            event_on: &self.event_on,
            shows: &self.shows,
        };
        let identity = Identity::from_key(&self.identity);
        let (id, to) = (self.id.parse().ok()?, self.to.parse().ok()?);
        Some(Sheet { id, to, task, draft, identity, seen: None })
    }
}

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
struct Page {
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
    coach: Hints,
    dismissed: Vec<String>,
    may_discard: bool,
    saved: String,
    back: String,
    said_kind: String,
}

/// What stands in the fields.
#[derive(Debug, Default)]
struct Typed {
    happened: String,
    effect: String,
    next: String,
    event_on: String,
    shows: String,
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

/// GET /feedback/new
pub(super) async fn show(
    State(feedback): State<Feedback>,
    signed: Signed,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Outcome<Response> {
    access::signed(&signed, "write")?;
    let me = signed.person.id;
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let draft = if asked.draft.is_empty() {
        None
    } else {
        let id: PieceId = asked.draft.parse().map_err(|_| FeedbackError::Hidden)?;
        Some(desk::own(&mut tx, me, id).await?.ok_or(FeedbackError::Hidden)?)
    };
    let (to, task) = match &draft {
        Some(draft) => (draft.subject, draft.task),
        None if asked.to.is_empty() && asked.task.is_empty() => return Ok(Redirect::to("/people").into_response()),
        None => whom(&mut tx, me, &asked).await?,
    };
    // What was begun about somebody goes on where it was left.
    let draft = match draft {
        Some(draft) => Some(draft),
        None => begun(&mut tx, me, to, task).await?,
    };
    if let Some(sent) = draft.as_ref().filter(|it| it.state != At::Draft) {
        return Ok(Redirect::to(&format!("/feedback/given/{}", sent.id)).into_response());
    }
    let text = draft.as_ref().map_or_else(|| Text::blank(feedback.today()), |it| it.text.clone());
    let setting = match (desk::setting(&mut tx, &feedback, me, to, task, text.event_on).await, &draft) {
        // Nobody will read it: its writer can still look at it, and discard it.
        (Err(FeedbackError::Left), Some(draft)) => {
            return Ok(Redirect::to(&format!("/feedback/given/{}", draft.id)).into_response());
        }
        (setting, _) => setting?,
    };
    let values = values::all(&mut tx).await.map_err(FeedbackError::from)?;
    let zone = directory::person_card(&mut tx, me, feedback.today()).await.map_err(FeedbackError::from)?;
    let zone = zone.and_then(|it| it.zone);
    drop(tx);
    let layout = if asked.layout.is_empty() { text.layout } else { Layout::from_key(&asked.layout) };
    let text = text.laid_out(layout);
    let typed = Typed {
        event_on: text.event_on.to_string(),
        happened: text.happened,
        effect: text.effect,
        next: text.next,
        shows: text.shows,
    };
    let paper = Paper {
        id: draft.as_ref().map_or_else(|| feedback.ambient.timeless_id(), |it| it.id),
        to,
        task,
        layout,
        typed,
        identity: draft.as_ref().map(|it| it.identity),
        values,
    };
    let saved = draft
        .as_ref()
        .map(|it| saved_at(it, zone.as_ref(), feedback.ambient.now(), &WORDS.in_language(language(&headers))));
    Ok(page(&feedback, &signed, &headers, &setting, paper, saved, Vec::new(), None).into_response())
}

async fn whom(tx: &mut impl db::Reads, me: PersonId, asked: &Asked) -> Outcome<(PersonId, Option<TaskId>)> {
    if asked.task.is_empty() {
        return Ok((asked.to.parse().map_err(|_| FeedbackError::Hidden)?, None));
    }
    let task: TaskId = asked.task.parse().map_err(|_| FeedbackError::Hidden)?;
    let row = store::task_by_id(tx, task.into_untyped_uuid()).await.map_err(FeedbackError::from)?;
    let row = row.filter(|it| it.person_id == me.into_untyped_uuid()).ok_or(FeedbackError::Hidden)?;
    let ask = store::ask_by_id(tx, row.ask_id).await.map_err(FeedbackError::from)?.ok_or(FeedbackError::Hidden)?;
    Ok((PersonId::from_untyped_uuid(ask.subject_id), Some(task)))
}

async fn begun(
    tx: &mut impl db::Reads,
    me: PersonId,
    to: PersonId,
    task: Option<TaskId>,
) -> Result<Option<Piece>, FeedbackError> {
    let row = match task {
        Some(task) => store::piece_of_task(tx, task.into_untyped_uuid()).await?,
        None => store::draft_about(tx, me.into_untyped_uuid(), to.into_untyped_uuid()).await?,
    };
    match row {
        Some(row) => desk::own(tx, me, PieceId::from_untyped_uuid(row.id)).await,
        None => Ok(None),
    }
}

/// What a page of the composer is about.
struct Paper {
    id: PieceId,
    to: PersonId,
    task: Option<TaskId>,
    layout: Layout,
    typed: Typed,
    identity: Option<Identity>,
    values: Vec<ValueRow>,
}

#[expect(clippy::too_many_arguments, reason = "a page shows as much as it shows")]
fn page(
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

fn saved_at(piece: &Piece, zone: Option<&Zone>, now: Timestamp, t: &Words) -> String {
    let ((date, clock), (today, _)) = (look::local(zone, piece.saved_at), look::local(zone, now));
    if date == today {
        t.with("feedback-compose-saved", &[("time", clock.into())])
    } else {
        t.with("feedback-compose-saved-on", &[("day", day(date, t).into())])
    }
}

/// POST /feedback/new
pub(super) async fn send(
    State(feedback): State<Feedback>,
    signed: Signed,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    access::signed(&signed, "write")?;
    let me = signed.person.id;
    let sheet = sent.sheet().ok_or(FeedbackError::Hidden)?;
    let t = WORDS.in_language(language(&headers));
    let coach = if sent.r#do == "hints" { Some(hints::of(&feedback, &signed, &sent, &t).await?) } else { None };
    let done = match sent.r#do.as_str() {
        "hints" => Err(FeedbackError::Wrong(Vec::new())),
        "save" | "boxes" | "rounded" | "free" => desk::save(&feedback, me, sheet).await,
        "send" => {
            let mark = match sheet.identity {
                Some(Identity::Confidential) => &sent.mark_confidential,
                _ => &sent.mark_named,
            };
            desk::send(&feedback, me, sheet, mark).await
        }
        _ => Err(FeedbackError::Hidden),
    };
    let is_over = matches!(done, Err(FeedbackError::Task(_)));
    let (faults, notice) = match done {
        Ok(piece) if piece.state == At::Draft => {
            let layout = match sent.r#do.as_str() {
                "boxes" => "&layout=boxes",
                "rounded" => "&layout=rounded",
                "free" => "&layout=free",
                _ => "",
            };
            return Ok(Redirect::to(&format!("/feedback/new?draft={}{layout}", piece.id)).into_response());
        }
        Ok(piece) => return Ok(Redirect::to(&format!("/feedback/given/{}", piece.id)).into_response()),
        Err(FeedbackError::Wrong(wrong)) => {
            (wrong.into_iter().map(|(field, wrong)| (field.key(), said(wrong, &t))).collect(), None)
        }
        Err(error @ (FeedbackError::Promise | FeedbackError::Stale | FeedbackError::Task(_))) => {
            (Vec::new(), Some(error.say(&t)))
        }
        Err(error) => return Err(error.into()),
    };
    // Nothing typed is lost: the form comes back as it was sent, with what is promised now.
    // An ask that is over by now is left out: the words can be given without it.
    let (id, task) = if is_over { (feedback.ambient.timeless_id(), None) } else { (sheet.id, sheet.task) };
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let event_on = sent.event_on.parse::<Date>().ok().filter(|it| *it <= feedback.today());
    let event_on = event_on.unwrap_or_else(|| feedback.today());
    let setting = desk::setting(&mut tx, &feedback, me, sheet.to, task, event_on).await?;
    let values = values::all(&mut tx).await.map_err(FeedbackError::from)?;
    drop(tx);
    let status = match (&coach, faults.is_empty()) {
        (Some(_), _) => StatusCode::OK,
        (None, true) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let typed = Typed {
        happened: sent.happened.clone(),
        effect: sent.effect.clone(),
        next: sent.next.clone(),
        event_on: sent.event_on.clone(),
        shows: sent.shows.clone(),
    };
    let layout = Layout::from_key(&sent.layout);
    let paper = Paper { id, to: sheet.to, task, layout, typed, identity: sheet.identity, values };
    let mut page = page(&feedback, &signed, &headers, &setting, paper, None, faults, notice);
    page.dismissed.clone_from(&sent.dismissed);
    if let Some(coach) = coach {
        page.coach = coach;
    }
    Ok((status, page).into_response())
}

/// POST /feedback/drafts: the form as it is now; answers when it was kept, in words.
pub(super) async fn autosave(
    State(feedback): State<Feedback>,
    signed: Signed,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Outcome<Json<Value>> {
    access::signed(&signed, "write")?;
    let me = signed.person.id;
    let piece = desk::save(&feedback, me, sent.sheet().ok_or(FeedbackError::Hidden)?).await?;
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let card = directory::person_card(&mut tx, me, feedback.today()).await.map_err(FeedbackError::from)?;
    let t = WORDS.in_language(language(&headers));
    let zone = card.and_then(|it| it.zone);
    Ok(Json(
        json!({ "state": piece.state.key(), "saved": saved_at(&piece, zone.as_ref(), feedback.ambient.now(), &t) }),
    ))
}
