//! What a chat came to, in numbers and reasons.

use crate::facts::ChatResult;
use crate::frames;
use crate::model::ChatId;
use crate::{Chats, office, recap, refuse};
use axum::Json;
use axum::extract::{Path, State};
use people::Signed;
use web::Outcome;

/// `GET /api/v1/chats/{id}/result`
pub async fn result(State(chats): State<Chats>, Path(id): Path<ChatId>, signed: Signed) -> Outcome<Json<ChatResult>> {
    office::open(&chats, &signed, id, "result", "read").await?;
    recap::result_now(&chats, id).await.map(Json)
}

/// `GET /api/v1/chats/{id}/truths`: those that stand, newest first within each take.
pub async fn truths(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
) -> Outcome<Json<Vec<frames::HostTruth>>> {
    office::open(&chats, &signed, id, "truths", "read").await?;
    let all = chats
        .hub
        .look(id, |room, _| room.slots().iter().flat_map(|s| frames::truths(room, s.take.id)).collect::<Vec<_>>());
    Ok(Json(all.await.map_err(|refusal| refuse::problem(&refusal))?))
}
