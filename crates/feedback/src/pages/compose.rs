//! The composer: three small boxes, who reads it by name, and one button that says to whom it goes.

mod sheet;

use super::hints;
use super::{day, language};
use crate::desk::{self, Sheet};
use crate::error::said;
use crate::model::{Draft, Identity, Layout, Piece, PieceId, State as At, TaskId, Text};
use crate::{Feedback, FeedbackError, WORDS, access, look, store, values};
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
use sheet::{Paper, Typed, page};
use web::{Outcome, Words};

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
