//! What a chat came to, in numbers and reasons.

use crate::facts::ChatResult;
use crate::frames::{self, HostTruth};
use crate::model::{ChatId, TruthId};
use crate::{Chats, office, recap, refuse};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use people::Signed;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Outcome, page};

/// What a chat came to, in numbers and reasons
#[utoipa::path(
    get, path = "/api/v1/chats/{id}/result", tag = "chats", operation_id = "read_result",
    params(("id" = uuid::Uuid, Path, description = "Id of the chat.")),
    responses((status = 200, description = "The result as its host may see it.", body = ChatResult)),
)]
pub async fn result(State(chats): State<Chats>, Path(id): Path<ChatId>, signed: Signed) -> Outcome<Json<ChatResult>> {
    office::open(&chats, &signed, id, "result", "read").await?;
    recap::result_now(&chats, id).await.map(Json)
}

/// A part of the truths of a chat.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TruthPage {
    /// Truths, take by take.
    data: Vec<HostTruth>,
    /// Where the list goes on; null at its end.
    next_cursor: Option<String>,
}

/// The truths that stand, take by take
#[utoipa::path(
    get, path = "/api/v1/chats/{id}/truths", tag = "chats", operation_id = "list_truths",
    params(("id" = uuid::Uuid, Path, description = "Id of the chat."), page::Asked),
    responses((status = 200, description = "A part of the list.", body = TruthPage)),
)]
pub async fn truths(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    web::Query(asked): web::Query<page::Asked>,
) -> Outcome<(HeaderMap, Json<TruthPage>)> {
    office::open(&chats, &signed, id, "truths", "read").await?;
    let name = format!("truths {id}");
    let part = asked.part::<(usize, TruthId)>(&name)?;
    let all = chats.hub.look(id, |room, _| frames::every_truth(room)).await.map_err(|it| refuse::problem(&it))?;
    let most = part.limit as usize;
    let rest = all.into_iter().filter(|(n, truth)| part.after.is_none_or(|after| (*n, truth.id) > after));
    let mut rest: Vec<_> = rest.take(most + 1).collect();
    let next = (rest.len() > most).then(|| (rest[most - 1].0, rest[most - 1].1.id));
    rest.truncate(most);
    let next_cursor = next.map(|place| page::seal(&name, &place));
    let link = page::next_link(next_cursor.as_deref(), &format!("/api/v1/chats/{id}/truths"), part.limit, &[]);
    Ok((link, Json(TruthPage { data: rest.into_iter().map(|(_, truth)| truth).collect(), next_cursor })))
}
