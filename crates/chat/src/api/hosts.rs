//! Whose chat it is.

use crate::Chats;
use crate::model::ChatId;
use crate::office::hosts::{self, HostChange};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use people::{PersonId, Signed};
use serde::{Deserialize, Serialize};
use web::Outcome;

/// Somebody who hosts a chat.
#[derive(Debug, Clone, Serialize)]
pub struct HostAnswer {
    id: PersonId,
    name: String,
    /// `owner` or `co_host`.
    standing: &'static str,
    has_left: bool,
}

/// A change of the hosts.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeBody {
    action: HostAction,
    person: PersonId,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum HostAction {
    Add,
    Remove,
    HandOver,
}

/// `GET /api/v1/chats/{id}/hosts`: the owner first.
pub async fn list(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
) -> Outcome<Json<Vec<HostAnswer>>> {
    answer(&chats, id, &signed).await
}

/// `POST /api/v1/chats/{id}/hosts`
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

/// `POST /api/v1/chats/{id}/delete`
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
