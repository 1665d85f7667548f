//! What somebody received.

use super::PersonAnswer;
use crate::access::Viewer;
use crate::look::{self, Parts, Seen};
use crate::model::{Kind, ReceivedId};
use crate::{Feedback, FeedbackError, access, receive};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use people::Signed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Outcome;
use web::page::{self, Page};

const PATH: &str = "/api/v1/feedback/received";

/// A line of what was received.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = FeedbackReceivedLine)]
#[expect(clippy::struct_excessive_bools, reason = "each of them is one thing that a reader did")]
pub(super) struct LineAnswer {
    /// Id.
    #[schema(value_type = uuid::Uuid)]
    id: ReceivedId,
    /// The day it arrived, `2026-03-04`.
    arrived_on: String,
    /// Who wrote it; null where it is confidential.
    from: Option<PersonAnswer>,
    /// About whom it is: you, or somebody you asked about.
    about: PersonAnswer,
    /// How it begins.
    begins: String,
    /// Whether you have opened it.
    is_read: bool,
    /// Whether you said thank you.
    is_thanked: bool,
    /// Whether it is in your own collection.
    is_kept: bool,
    /// Taken away: the words are gone.
    is_gone: bool,
}

/// A part of what was received.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = FeedbackReceivedPage)]
pub(super) struct LinePage {
    /// Pieces, the newest day first; within a day their order means nothing.
    data: Vec<LineAnswer>,
    /// Where the list goes on; null at its end.
    next_cursor: Option<String>,
}

/// A piece as its reader has it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = FeedbackReceived)]
pub(super) struct OneAnswer {
    /// Id.
    #[schema(value_type = uuid::Uuid)]
    id: ReceivedId,
    /// The day it arrived.
    arrived_on: String,
    /// Who wrote it; null where it is confidential.
    from: Option<PersonAnswer>,
    /// About whom it is.
    about: PersonAnswer,
    /// Why you read it: `about_you`, or `asked` about somebody who reports to you.
    because: &'static str,
    /// What its writers are to whom it is about.
    kind: Kind,
    /// What happened, or the whole text; null once it was taken away.
    happened: Option<String>,
    /// What it changed.
    effect: Option<String>,
    /// What next.
    next: Option<String>,
    /// When it happened; null where that could tell who wrote.
    event_on: Option<String>,
    /// The value it shows; null where that could tell who wrote.
    shows: Option<String>,
    /// The question it answers; null where there is none, or where it could tell who wrote.
    question: Option<String>,
    /// Whether you said thank you.
    is_thanked: bool,
    /// What changed by it, as you said.
    helped: String,
    /// Whether it is in your own collection.
    is_kept: bool,
    /// What became of your report: `none`, `open`, `kept` or `removed`.
    report: &'static str,
    /// Taken away: the words are gone.
    is_gone: bool,
}

impl OneAnswer {
    fn of(it: Seen) -> Self {
        let words = |of: fn(&Parts) -> &String| it.words.as_ref().map(|words| of(words).clone());
        Self {
            id: it.id,
            arrived_on: it.day.to_string(),
            because: if it.viewer == Viewer::Subject { "about_you" } else { "asked" },
            kind: it.kind,
            happened: words(|it| &it.happened),
            effect: words(|it| &it.effect),
            next: words(|it| &it.next),
            event_on: it.occasion.as_ref().map(|it| it.0.to_string()),
            shows: it.occasion.as_ref().map(|it| it.1.clone()),
            question: it.question,
            is_thanked: it.is_thanked,
            helped: it.helped,
            is_kept: it.is_kept,
            report: it.flag.key(),
            is_gone: it.is_gone,
            from: it.writer.map(PersonAnswer::of),
            about: PersonAnswer::of(it.subject),
        }
    }
}

/// What you received
///
/// Confidential pieces arrive together, dated by the day alone, and name nobody.
#[utoipa::path(
    get, path = "/api/v1/feedback/received", tag = "feedback", operation_id = "list_received",
    params(page::Asked),
    responses((status = 200, description = "A part of the list.", body = LinePage)),
)]
pub(super) async fn list(
    State(feedback): State<Feedback>,
    signed: Signed,
    web::Query(asked): web::Query<page::Asked>,
) -> Outcome<Response> {
    access::signed(&signed, "read")?;
    let name = "feedback received";
    let part = asked.part(name)?;
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let (seen, next) = look::inbox(&mut tx, signed.person.id, false, &part).await?;
    drop(tx);
    let line = |it: Seen| LineAnswer {
        id: it.id,
        arrived_on: it.day.to_string(),
        begins: it.words.as_ref().map(Parts::first_line).unwrap_or_default(),
        is_read: it.is_read,
        is_thanked: it.is_thanked,
        is_kept: it.is_kept,
        is_gone: it.is_gone,
        from: it.writer.map(PersonAnswer::of),
        about: PersonAnswer::of(it.subject),
    };
    let next_cursor = next.map(|place| page::seal(name, &place));
    Ok(Page { data: seen.into_iter().map(line).collect(), next_cursor }.answer(PATH, part.limit, &[]))
}

/// A piece that you received
///
/// It counts as read from now on, as on its page. Its writer is told so where the name stands at it.
#[utoipa::path(
    get, path = "/api/v1/feedback/received/{id}", tag = "feedback", operation_id = "read_received",
    params(("id" = uuid::Uuid, Path, description = "Id of what was received.")),
    responses((status = 200, description = "The piece.", body = OneAnswer)),
)]
pub(super) async fn one(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<ReceivedId>,
) -> Outcome<Json<OneAnswer>> {
    access::signed(&signed, "read")?;
    receive::read(&feedback, signed.person.id, id).await?;
    answer(&feedback, &signed, id).await
}

async fn answer(feedback: &Feedback, signed: &Signed, id: ReceivedId) -> Outcome<Json<OneAnswer>> {
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    Ok(Json(OneAnswer::of(look::seen(&mut tx, signed.person.id, id).await?)))
}

/// What a reader does with a piece.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FeedbackReceivedAction)]
pub(super) struct ActionBody {
    /// What to do.
    action: Action,
    /// For `help`: what changed by it. For `report`: what is wrong with it.
    #[serde(default)]
    #[schema(max_length = 280)]
    words: String,
}

/// What a reader can do.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FeedbackReceivedDo)]
enum Action {
    /// Say thank you.
    Thank,
    /// Say that it helped.
    Help,
    /// Put it into your own collection.
    Keep,
    /// Take it out again.
    LetGo,
    /// Report abuse to the people partners.
    Report,
}

/// Use a piece that you received
///
/// Thanks, and what changed, reach the writer of a named piece. Of a confidential piece the writer learns nothing.
#[utoipa::path(
    post, path = "/api/v1/feedback/received/{id}/actions", tag = "feedback", operation_id = "use_received",
    params(("id" = uuid::Uuid, Path, description = "Id of what was received.")),
    request_body = ActionBody,
    responses((status = 200, description = "The piece as it is now.", body = OneAnswer)),
)]
pub(super) async fn act(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<ReceivedId>,
    web::Json(body): web::Json<ActionBody>,
) -> Outcome<Json<OneAnswer>> {
    access::signed(&signed, "use")?;
    let me = signed.person.id;
    match body.action {
        Action::Thank => receive::thank(&feedback, me, id).await?,
        Action::Help => receive::help(&feedback, me, id, &body.words).await?,
        Action::Keep => receive::collect(&feedback, me, id, true).await?,
        Action::LetGo => receive::collect(&feedback, me, id, false).await?,
        Action::Report => receive::report(&feedback, me, id, &body.words).await?,
    }
    answer(&feedback, &signed, id).await
}
