//! The recap of a chat.

use crate::model::ChatId;
use crate::{Chats, recap};
use axum::Json;
use axum::extract::{Path, State};
use people::Signed;
use serde::{Deserialize, Serialize};
use stories::model::Story;
use web::Outcome;

/// A recap as its host sees it.
#[derive(Debug, Clone, Serialize)]
pub struct RecapAnswer {
    title: String,
    body: String,
    version: i64,
    slug: String,
    /// Where it can be read, while it is published.
    path: Option<String>,
}

/// What a host wrote.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecapBody {
    version: i64,
    title: String,
    body: String,
}

/// The version that was read.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    version: i64,
}

fn answer(story: Story) -> Json<RecapAnswer> {
    let path = crate::store::path_of(&story);
    Json(RecapAnswer { path, title: story.title, body: story.body, version: story.version, slug: story.slug })
}

/// `POST /api/v1/chats/{id}/recap`: the recap, drafted from the facts when there is none yet.
pub async fn draft(State(chats): State<Chats>, Path(id): Path<ChatId>, signed: Signed) -> Outcome<Json<RecapAnswer>> {
    recap::draft(&chats, &signed, id).await.map(answer)
}

/// `PUT /api/v1/chats/{id}/recap`
pub async fn save(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    web::Json(body): web::Json<RecapBody>,
) -> Outcome<Json<RecapAnswer>> {
    let saved = recap::save(&chats, &signed, id, body.version, &body.title, &body.body).await?;
    saved.map(answer).map_err(|error| recap::problem(&error))
}

/// `POST /api/v1/chats/{id}/recap/redraft`
pub async fn redraft(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    web::Json(seen): web::Json<Seen>,
) -> Outcome<Json<RecapAnswer>> {
    recap::redraft(&chats, &signed, id, seen.version).await.map(answer)
}

/// `POST /api/v1/chats/{id}/recap/publish`
pub async fn publish(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    web::Json(seen): web::Json<Seen>,
) -> Outcome<Json<RecapAnswer>> {
    recap::publish(&chats, &signed, id, seen.version).await.map(answer)
}

/// `POST /api/v1/chats/{id}/recap/unpublish`
pub async fn unpublish(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    web::Json(seen): web::Json<Seen>,
) -> Outcome<Json<RecapAnswer>> {
    recap::unpublish(&chats, &signed, id, seen.version).await.map(answer)
}
