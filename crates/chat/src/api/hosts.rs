//! Whose chat it is.

use crate::Chats;
use crate::model::ChatId;
use crate::office::hosts::{self, HostChange};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use people::{PersonId, Signed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Outcome;

/// Somebody who hosts a chat.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ChatHost)]
pub struct HostAnswer {
    /// Id.
    #[schema(value_type = uuid::Uuid)]
    id: PersonId,
    /// Name.
    name: String,
    /// `owner` or `co_host`.
    standing: &'static str,
    /// Not here any more.
    has_left: bool,
}

/// A change of the hosts.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChangeOfHosts)]
pub struct ChangeBody {
    /// What to do.
    action: HostAction,
    /// With whom.
    #[schema(value_type = uuid::Uuid)]
    person: PersonId,
}

/// What to do with the hosts of a chat.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum HostAction {
    /// Make somebody a co-host.
    Add,
    /// Take a co-host off.
    Remove,
    /// Make a co-host the owner.
    HandOver,
}

/// Who hosts it, the owner first
#[utoipa::path(
    get, path = "/api/v1/chats/{id}/hosts", tag = "chats", operation_id = "list_hosts",
    params(("id" = uuid::Uuid, Path, description = "Id of the chat.")),
    responses((status = 200, description = "All of them: a chat has few.", body = Vec<HostAnswer>)),
)]
pub async fn list(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
) -> Outcome<Json<Vec<HostAnswer>>> {
    answer(&chats, id, &signed).await
}

/// Change who hosts it
#[utoipa::path(
    post, path = "/api/v1/chats/{id}/hosts", tag = "chats", operation_id = "change_hosts",
    params(("id" = uuid::Uuid, Path, description = "Id of the chat.")),
    request_body = ChangeBody,
    responses((status = 200, description = "The hosts as they are now.", body = Vec<HostAnswer>)),
)]
pub async fn change(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    web::Json(body): web::Json<ChangeBody>,
) -> Outcome<Json<Vec<HostAnswer>>> {
    let change = match body.action {
        HostAction::Add => HostChange::Add(body.person),
        HostAction::Remove => HostChange::Remove(body.person),
        HostAction::HandOver => HostChange::HandOver(body.person),
    };
    hosts::change(&chats, &signed, id, change).await?;
    answer(&chats, id, &signed).await
}

/// Delete a chat
///
/// Its drafts, voices, answers and reasons go with it.
#[utoipa::path(
    post, path = "/api/v1/chats/{id}/delete", tag = "chats", operation_id = "delete_chat",
    params(("id" = uuid::Uuid, Path, description = "Id of the chat.")),
    responses((status = 204, description = "It is gone.")),
)]
pub async fn delete(State(chats): State<Chats>, Path(id): Path<ChatId>, signed: Signed) -> Outcome<StatusCode> {
    hosts::delete(&chats, &signed, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn answer(chats: &Chats, id: ChatId, signed: &Signed) -> Outcome<Json<Vec<HostAnswer>>> {
    let hosted = hosts::of(chats, signed, id).await?;
    let one = |host: crate::store::ChatHost| HostAnswer {
        id: host.id,
        name: host.name,
        standing: if host.is_owner { "owner" } else { "co_host" },
        has_left: host.has_left,
    };
    Ok(Json(hosted.hosts.into_iter().map(one).collect()))
}
