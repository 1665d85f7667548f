//! The console: where a host runs the room, and looks back at it.

use super::sheets::{Console, Seen};
use crate::api::{ActionBody, parse_action};
use crate::frames::HostFrame;
use crate::model::{ChatId, Phase};
use crate::room::Refusal;
use crate::{Chats, WORDS, office, refuse};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{Form, FormRejection};
use people::Signed;
use web::Outcome;

/// GET /host/chats/{id}/console
pub(super) async fn show(State(chats): State<Chats>, Path(id): Path<ChatId>, signed: Signed) -> Outcome<Response> {
    let chat = office::open(&chats, &signed, id, "chat", "read").await?;
    if chat.phase == Phase::Draft {
        return Ok(Redirect::to(&format!("/host/chats/{id}")).into_response());
    }
    let spoken = WORDS.in_language(&chat.language);
    let hosts = office::hosts::of(&chats, &signed, id).await?.hosts;
    // The room keeps running while the page is rendered: only values leave it.
    let look = chats.hub.look(id, move |room, sight| Seen {
        frame: HostFrame::of(room, &sight.outlook, sight.presence, &spoken),
        chat: room.chat.clone(),
        panel: room.panel().to_vec(),
        hosts,
    });
    let seen = look.await.map_err(|refusal| refuse::problem(&refusal))?;
    let t = refuse::words();
    let frame = super::frame(&chats, &signed, format!("{} · {}", chat.title, t.text("host-room-title")))
        .style("chat/host/console.css")
        .module("chat/host/console.js");
    Ok(Console::of(frame, &chats.site, t, seen).into_response())
}

/// POST /host/chats/{id}/act
pub(super) async fn act(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    headers: HeaderMap,
    form: Result<Form<ActionBody>, FormRejection>,
) -> Outcome<Response> {
    office::open(&chats, &signed, id, "chat", "run").await?;
    let Form(body) = form.map_err(|_| refuse::problem(&Refusal::BadWord))?;
    let seen = body.seen;
    let action = parse_action(body).map_err(|refusal| refuse::problem(&refusal))?;
    let moved = chats.hub.act(id, signed.person.id, action, seen).await;
    let v = moved.map_err(|refusal| refuse::problem(&refusal))?;
    Ok(if web::wants_json("", &headers) {
        Json(serde_json::json!({ "v": v })).into_response()
    } else {
        Redirect::to(&format!("/host/chats/{id}/console")).into_response()
    })
}
