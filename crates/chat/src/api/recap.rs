//! The recap of a chat.

use crate::model::ChatId;
use crate::{Chats, recap};
use axum::Json;
use axum::extract::{Path, State};
use people::Signed;
use serde::{Deserialize, Serialize};
use stories::desk::DeskError;
use stories::model::Story;
use utoipa::ToSchema;
use web::tag::{self, Seen, Tag};
use web::{Outcome, Problem};

/// A recap as its host sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Recap)]
pub struct RecapAnswer {
    /// Title.
    title: String,
    /// Its words, in Markdown.
    body: String,
    /// Counts changes.
    version: i64,
    /// The last part of its address.
    slug: String,
    /// Where it can be read, while it is published.
    path: Option<String>,
}

/// What a host wrote.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecapDraft)]
pub struct RecapBody {
    /// The version that was read, unless `If-Match` says so.
    #[serde(default)]
    version: Option<i64>,
    /// Title.
    title: String,
    /// Words, in Markdown.
    body: String,
}

/// What was seen of the recap, for those who cannot send `If-Match`.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SeenVersion)]
pub struct SeenBody {
    /// The version that was read.
    version: i64,
}

type Answer = (Tag, Json<RecapAnswer>);

fn answer(story: Story) -> Answer {
    let path = crate::store::path_of(&story);
    let Story { title, body, version, slug, .. } = story;
    (Tag::of(version), Json(RecapAnswer { title, body, version, slug, path }))
}

/// The version that a change is made to.
async fn seen_version(
    chats: &Chats,
    signed: &Signed,
    id: ChatId,
    seen: &Seen,
    body: Option<i64>,
    action: &'static str,
) -> Outcome<i64> {
    // Without a recap there is nothing to have seen: the change itself says so.
    let now = recap::found(chats, signed, id, "recap", action).await?.map_or(0, |story| story.version);
    seen.version(&Tag::of(now), now, body)
}

/// A change that lost a race is told so in the terms it was asked in.
fn refused(error: &DeskError, seen: &Seen) -> Problem {
    match error {
        DeskError::Changed if seen.is_given() => tag::unmet(),
        error => recap::problem(error),
    }
}

/// The recap
#[utoipa::path(
    get, path = "/api/v1/chats/{id}/recap", tag = "recaps", operation_id = "read_recap",
    params(("id" = uuid::Uuid, Path, description = "Id of the chat.")),
    responses((status = 200, description = "The recap as its host sees it.", body = RecapAnswer)),
)]
pub async fn read(State(chats): State<Chats>, Path(id): Path<ChatId>, signed: Signed) -> Outcome<Answer> {
    let story = recap::found(&chats, &signed, id, "recap_draft", "read").await?;
    story.map(answer).ok_or_else(|| recap::problem(&DeskError::Missing))
}

/// Draft the recap, or find it
///
/// Drafted from the facts when there is none yet.
#[utoipa::path(
    post, path = "/api/v1/chats/{id}/recap", tag = "recaps", operation_id = "draft_recap",
    params(("id" = uuid::Uuid, Path, description = "Id of the chat.")),
    responses((status = 200, description = "The recap.", body = RecapAnswer)),
)]
pub async fn draft(State(chats): State<Chats>, Path(id): Path<ChatId>, signed: Signed) -> Outcome<Answer> {
    recap::draft(&chats, &signed, id).await.map(answer)
}

/// Write the recap
#[utoipa::path(
    put, path = "/api/v1/chats/{id}/recap", tag = "recaps", operation_id = "save_recap",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the chat."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what you have seen. Needed, unless the body says `version`."),
    ),
    request_body = RecapBody,
    responses((status = 200, description = "The recap as it is now.", body = RecapAnswer)),
)]
pub async fn save(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    seen: Seen,
    web::Json(body): web::Json<RecapBody>,
) -> Outcome<Answer> {
    let version = seen_version(&chats, &signed, id, &seen, body.version, "edit").await?;
    let saved = recap::save(&chats, &signed, id, version, &body.title, &body.body).await?;
    saved.map(answer).map_err(|error| refused(&error, &seen))
}

/// Draft it anew from the facts
///
/// What was edited is replaced.
#[utoipa::path(
    post, path = "/api/v1/chats/{id}/recap/redraft", tag = "recaps", operation_id = "redraft_recap",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the chat."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what you have seen. Needed, unless the body says `version`."),
    ),
    request_body = Option<SeenBody>,
    responses((status = 200, description = "The recap as it is now.", body = RecapAnswer)),
)]
pub async fn redraft(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    seen: Seen,
    body: Option<web::Json<SeenBody>>,
) -> Outcome<Answer> {
    let version = seen_version(&chats, &signed, id, &seen, body.map(|it| it.0.version), "edit").await?;
    let redrafted = recap::redraft(&chats, &signed, id, version).await?;
    redrafted.map(answer).map_err(|error| refused(&error, &seen))
}

/// Publish the recap
#[utoipa::path(
    post, path = "/api/v1/chats/{id}/recap/publish", tag = "recaps", operation_id = "publish_recap",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the chat."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what you have seen. Needed, unless the body says `version`."),
    ),
    request_body = Option<SeenBody>,
    responses((status = 200, description = "The recap, and where it can be read.", body = RecapAnswer)),
)]
pub async fn publish(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    seen: Seen,
    body: Option<web::Json<SeenBody>>,
) -> Outcome<Answer> {
    let version = seen_version(&chats, &signed, id, &seen, body.map(|it| it.0.version), "publish").await?;
    let published = recap::publish(&chats, &signed, id, version).await?;
    published.map(answer).map_err(|error| refused(&error, &seen))
}

/// Take the recap down
#[utoipa::path(
    post, path = "/api/v1/chats/{id}/recap/unpublish", tag = "recaps", operation_id = "unpublish_recap",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the chat."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what you have seen. Needed, unless the body says `version`."),
    ),
    request_body = Option<SeenBody>,
    responses((status = 200, description = "The recap.", body = RecapAnswer)),
)]
pub async fn unpublish(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    seen: Seen,
    body: Option<web::Json<SeenBody>>,
) -> Outcome<Answer> {
    let version = seen_version(&chats, &signed, id, &seen, body.map(|it| it.0.version), "publish").await?;
    let unpublished = recap::unpublish(&chats, &signed, id, version).await?;
    unpublished.map(answer).map_err(|error| refused(&error, &seen))
}
