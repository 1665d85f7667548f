//! What somebody writes and gave.

use super::PersonAnswer;
use crate::desk::{self, Sheet};
use crate::look::{self, Given};
use crate::model::{Draft, Identity, Kind, PieceId, State as At, TaskId};
use crate::{Feedback, FeedbackError, access};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use people::{PersonId, Signed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Outcome;
use web::page::{self, Page};
use web::tag::{self, Seen, Tag};

const PATH: &str = "/api/v1/feedback/given";

/// A piece as its writer has it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = FeedbackGiven)]
pub(super) struct GivenAnswer {
    /// Id. Its readers know it by another one.
    #[schema(value_type = uuid::Uuid)]
    id: PieceId,
    /// About whom.
    about: PersonAnswer,
    /// What you are to them.
    kind: Kind,
    /// Whose name stands at it.
    identity: Identity,
    /// `draft`, `answered` (sent, and still yours alone), `held` (waits for others), `delivered`, `acknowledged` (read),
    /// `actioned` (it helped) or `retracted`. What readers do with a confidential piece is not told.
    state: &'static str,
    /// `boxes`, `rounded` or `free`.
    layout: &'static str,
    /// What happened, or the whole text.
    happened: String,
    /// What it changed.
    effect: String,
    /// What next.
    next: String,
    /// When it happened.
    event_on: String,
    /// The value it shows, or empty.
    shows: String,
    /// The task it answers.
    #[schema(value_type = Option<uuid::Uuid>)]
    task: Option<TaskId>,
    /// Who you were promised reads it, as they were called then; empty in a draft.
    readers: Vec<PersonAnswer>,
    /// Writers in the smallest batch, as it was promised.
    k: Option<u32>,
    /// Last change of the words.
    #[schema(value_type = String, format = DateTime)]
    saved_at: Timestamp,
    /// When it was sent. For 24 hours from then it can be taken back.
    #[schema(value_type = Option<String>, format = DateTime)]
    sent_at: Option<Timestamp>,
    /// Whether its reader said thank you.
    is_thanked: bool,
    /// What changed by it, as its reader says.
    helped: String,
    /// Counts changes of a draft; null once it is sent.
    version: Option<i64>,
}

/// A part of what was given.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = FeedbackGivenPage)]
pub(super) struct GivenPage {
    /// Drafts, then what is on its way, then what arrived, then notes to oneself; each the newest first.
    data: Vec<GivenAnswer>,
    /// Where the list goes on; null at its end.
    next_cursor: Option<String>,
}

impl GivenAnswer {
    fn of(it: Given) -> Self {
        let readers = it.contract.iter().flat_map(|it| &it.readers);
        Self {
            id: it.id,
            kind: it.kind,
            identity: it.identity,
            state: it.state.key(),
            layout: it.layout.key(),
            happened: it.words.happened,
            effect: it.words.effect,
            next: it.words.next,
            event_on: it.event_on.to_string(),
            shows: it.shows,
            task: it.task,
            readers: readers.map(|it| PersonAnswer { id: it.id, name: it.name.clone() }).collect(),
            k: it.contract.as_ref().and_then(|it| it.k),
            saved_at: it.saved_at,
            sent_at: it.sent_at,
            is_thanked: it.is_thanked,
            helped: it.helped,
            version: it.version,
            about: PersonAnswer::of(it.subject),
        }
    }
}

/// What you wrote
#[utoipa::path(
    get, path = "/api/v1/feedback/given", tag = "feedback", operation_id = "list_given",
    params(page::Asked),
    responses((status = 200, description = "A part of the list.", body = GivenPage)),
)]
pub(super) async fn list(
    State(feedback): State<Feedback>,
    signed: Signed,
    web::Query(asked): web::Query<page::Asked>,
) -> Outcome<Response> {
    access::signed(&signed, "read")?;
    let name = "feedback given";
    let part = asked.part(name)?;
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let (given, next) = look::given(&mut tx, signed.person.id, &part).await?;
    drop(tx);
    let next_cursor = next.map(|place| page::seal(name, &place));
    let data = given.into_iter().map(GivenAnswer::of).collect();
    Ok(Page { data, next_cursor }.answer(PATH, part.limit, &[]))
}

/// A draft as it is written.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FeedbackDraft)]
pub(super) struct DraftBody {
    /// About whom; yourself for a private note.
    #[schema(value_type = uuid::Uuid)]
    to: PersonId,
    /// The task it answers.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    task: Option<TaskId>,
    /// Whose name stands at it; the usual unless said otherwise.
    #[serde(default)]
    identity: Option<Identity>,
    /// `boxes`, `rounded` or `free`; boxes unless said otherwise.
    #[serde(default)]
    #[schema(pattern = "^(boxes|rounded|free)?$")]
    layout: String,
    /// What happened, or the whole text.
    #[serde(default)]
    #[schema(max_length = 10000)]
    happened: String,
    /// What it changed.
    #[serde(default)]
    #[schema(max_length = 10000)]
    effect: String,
    /// What next.
    #[serde(default)]
    #[schema(max_length = 10000)]
    next: String,
    /// When it happened, `2026-03-04`; today unless said otherwise.
    #[serde(default)]
    #[schema(pattern = r"^(\d{4}-\d{2}-\d{2})?$")]
    event_on: String,
    /// The value it shows: one of the company's list, if there is one.
    #[serde(default)]
    #[schema(max_length = 60)]
    shows: String,
    /// To replace a draft: the version that was read, unless `If-Match` says so.
    #[serde(default)]
    version: Option<i64>,
}

impl DraftBody {
    fn sheet(&self, id: PieceId, seen: Option<i64>) -> Sheet<'_> {
        let draft = Draft {
            layout: &self.layout,
            happened: &self.happened,
            effect: &self.effect,
            next: &self.next,
            event_on: &self.event_on,
            shows: &self.shows,
        };
        Sheet { id, to: self.to, task: self.task, draft, identity: self.identity, seen }
    }
}

async fn found(feedback: &Feedback, signed: &Signed, id: PieceId) -> Outcome<Given> {
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    Ok(look::given_one(&mut tx, signed.person.id, id).await?)
}

/// Only a draft counts its changes: of everything else the answer itself tells whether it is another one.
fn answer(it: Given) -> (Option<Tag>, Json<GivenAnswer>) {
    (it.version.map(Tag::of), Json(GivenAnswer::of(it)))
}

/// Write a draft
///
/// It is yours alone until it is sent.
#[utoipa::path(
    post, path = "/api/v1/feedback/given", tag = "feedback", operation_id = "draft_feedback",
    request_body = DraftBody,
    responses((status = 201, description = "The draft.", body = GivenAnswer)),
)]
pub(super) async fn create(
    State(feedback): State<Feedback>,
    signed: Signed,
    web::Json(body): web::Json<DraftBody>,
) -> Outcome<Response> {
    access::signed(&signed, "write")?;
    let sheet = body.sheet(feedback.ambient.timeless_id(), None);
    let piece = desk::save(&feedback, signed.person.id, sheet).await?;
    let location = [(header::LOCATION, format!("{PATH}/{}", piece.id))];
    Ok((StatusCode::CREATED, location, answer(found(&feedback, &signed, piece.id).await?)).into_response())
}

/// A piece that you wrote
#[utoipa::path(
    get, path = "/api/v1/feedback/given/{id}", tag = "feedback", operation_id = "read_given",
    params(("id" = uuid::Uuid, Path, description = "Id of the piece.")),
    responses((status = 200, description = "The piece.", body = GivenAnswer)),
)]
pub(super) async fn one(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<PieceId>,
) -> Outcome<(Option<Tag>, Json<GivenAnswer>)> {
    access::signed(&signed, "read")?;
    Ok(answer(found(&feedback, &signed, id).await?))
}

/// Write a draft anew
#[utoipa::path(
    put, path = "/api/v1/feedback/given/{id}", tag = "feedback", operation_id = "replace_draft",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the piece."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what you have seen. Needed, unless the body says `version`."),
    ),
    request_body = DraftBody,
    responses((status = 200, description = "The draft as it is now.", body = GivenAnswer)),
)]
pub(super) async fn replace(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<PieceId>,
    seen: Seen,
    web::Json(body): web::Json<DraftBody>,
) -> Outcome<(Option<Tag>, Json<GivenAnswer>)> {
    access::signed(&signed, "write")?;
    let now = found(&feedback, &signed, id).await?;
    let Some(version) = now.version else {
        return Err(FeedbackError::Piece(crate::model::Refused::State).into());
    };
    let version = seen.version(&Tag::of(version), version, body.version)?;
    match desk::save(&feedback, signed.person.id, body.sheet(id, Some(version))).await {
        // Sent in between.
        Ok(piece) if piece.state != At::Draft => Err(FeedbackError::Piece(crate::model::Refused::State).into()),
        Ok(_) => Ok(answer(found(&feedback, &signed, id).await?)),
        Err(FeedbackError::Stale) if seen.is_given() => Err(tag::unmet()),
        Err(error) => Err(error.into()),
    }
}

/// What a writer does with a piece.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FeedbackGivenAction)]
pub(super) struct ActionBody {
    /// What to do.
    action: Action,
    /// For `send`: the promise that was read at `/api/v1/feedback/promise`.
    #[serde(default)]
    #[schema(max_length = 64)]
    promise: String,
}

/// What a writer can do.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FeedbackGivenDo)]
enum Action {
    /// Send a draft under a promise. Sending it again changes nothing.
    Send,
    /// Take it back within 24 hours: it is a draft again.
    TakeBack,
    /// Take it away: while it waits, or within 7 days of its arrival.
    Retract,
    /// Make a draft with your name of what waited 90 days in vain.
    Name,
    /// Forget a draft, or a note to yourself.
    Discard,
}

/// Send a piece, or take it back
///
/// After `discard` the answer is empty.
#[utoipa::path(
    post, path = "/api/v1/feedback/given/{id}/actions", tag = "feedback", operation_id = "act_on_given",
    params(("id" = uuid::Uuid, Path, description = "Id of the piece.")),
    request_body = ActionBody,
    responses(
        (status = 200, description = "The piece as it is now.", body = GivenAnswer),
        (status = 204, description = "It is forgotten."),
    ),
)]
pub(super) async fn act(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<PieceId>,
    web::Json(body): web::Json<ActionBody>,
) -> Outcome<Response> {
    access::signed(&signed, "write")?;
    let me = signed.person.id;
    match body.action {
        Action::Send => desk::send_draft(&feedback, me, id, &body.promise).await.map(drop)?,
        Action::TakeBack => desk::take_back(&feedback, me, id).await.map(drop)?,
        Action::Retract => desk::retract(&feedback, me, id).await.map(drop)?,
        Action::Name => desk::name(&feedback, me, id).await.map(drop)?,
        Action::Discard => {
            desk::discard(&feedback, me, id).await?;
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
    }
    Ok(Json(GivenAnswer::of(found(&feedback, &signed, id).await?)).into_response())
}
