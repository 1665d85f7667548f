//! What a host does to a running chat.

use crate::model::{ChatId, Given, PanellistId, Picture, Side, Standing, TakeId, TruthId};
use crate::room::{Action, Refusal};
use crate::{Chats, office, refuse};
use axum::Json;
use axum::extract::{Path, State};
use people::Signed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Outcome;

/// An action, as JSON or as a form: one word, and what it is about.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Move)]
pub struct ActionBody {
    /// What to do: `start`, `advance`, `open`, `open_all`, `close`, `reveal`, `reopen`, `focus`, `freeze`, `unfreeze`,
    /// `blank`, `unblank`, `map`, `unmap`, `spotlight`, `unspotlight`, `set_aside`, `restore`, `answer`, `unanswer`,
    /// `takeaway`, `wrap_up` or `end`.
    pub action: String,
    /// Moves that the host saw; without it the action is done on whatever is.
    #[serde(default)]
    pub seen: Option<u64>,
    /// The take it is about.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub take: Option<TakeId>,
    /// The truth it is about.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub truth: Option<TruthId>,
    /// The side it is about.
    #[serde(default)]
    pub side: Option<Side>,
    /// The panellist it is about.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub panellist: Option<PanellistId>,
    /// With a reservation.
    #[serde(default)]
    pub reservation: bool,
    /// Words of an answer or a takeaway.
    #[serde(default)]
    pub words: String,
}

/// The number of moves after the action.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Moved {
    /// Moves so far.
    v: u64,
}

/// Make a move in the room
#[utoipa::path(
    post, path = "/api/v1/chats/{id}/actions", tag = "chats", operation_id = "act_in_chat",
    params(("id" = uuid::Uuid, Path, description = "Id of the chat.")),
    request_body = ActionBody,
    responses((status = 200, description = "The number of moves after it.", body = Moved)),
)]
pub async fn act(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    web::Json(body): web::Json<ActionBody>,
) -> Outcome<Json<Moved>> {
    office::open(&chats, &signed, id, "chat", "run").await?;
    let seen = body.seen;
    let action = parse(body).map_err(|refusal| refuse::problem(&refusal))?;
    let moved = chats.hub.act(id, signed.person.id, action, seen).await;
    Ok(Json(Moved { v: moved.map_err(|refusal| refuse::problem(&refusal))? }))
}

/// The action that a body asks for.
pub fn parse(body: ActionBody) -> Result<Action, Refusal> {
    let take = body.take.ok_or(Refusal::UnknownTake);
    let truth = body.truth.ok_or(Refusal::UnknownTruth);
    let side = body.side.ok_or(Refusal::BadWord);
    let panellist = body.panellist.ok_or(Refusal::UnknownPanellist);
    Ok(match body.action.as_str() {
        "start" => Action::Start,
        "advance" => Action::Advance,
        "open" => Action::Open(take?),
        "open_all" => Action::OpenAll,
        "close" => Action::Close(take?),
        "reveal" => Action::Reveal(take?),
        "reopen" => Action::Reopen(take?),
        "focus" => Action::Focus(take?),
        "freeze" => Action::Picture(Picture::Frozen),
        "blank" => Action::Picture(Picture::Blank),
        "map" => Action::Picture(Picture::Map),
        "unfreeze" | "unblank" | "unmap" => Action::Picture(Picture::Live),
        "spotlight" => Action::Spotlight(truth?),
        "unspotlight" => Action::Unspotlight(take?, side?),
        "set_aside" => Action::Stand(truth?, Standing::SetAside),
        "restore" => Action::Stand(truth?, Standing::Waiting),
        "answer" => Action::Answer(take?, panellist?, Given::new(side?, body.reservation), body.words),
        "unanswer" => Action::Unanswer(take?, panellist?),
        "takeaway" => Action::Takeaway(take?, body.words),
        "wrap_up" => Action::WrapUp,
        "end" => Action::End,
        _ => return Err(Refusal::BadWord),
    })
}
