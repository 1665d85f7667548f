//! The editor: what a host writes before the room opens.

use super::form::{self, Press};
use super::sheets::{Editor, Mood};
use crate::model::{Chat, ChatId, Draft, DraftError, DraftPanellist, DraftTake, Fault, Phase};
use crate::office::{self, NotSaved};
use crate::room::{Action, Room};
use crate::{Chats, refuse};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{Form, Query};
use people::Signed;
use serde::Deserialize;
use web::Outcome;
use web::clean::CleanError;

/// How the editor was reached.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reached {
    /// Present after a save.
    saved: Option<String>,
}

/// GET /host/chats/{id}
pub(super) async fn show(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    Query(reached): Query<Reached>,
) -> Outcome<Response> {
    let chat = office::open(&chats, &signed, id, "chat", "read").await?;
    if chat.phase != Phase::Draft {
        return Ok(Redirect::to(&format!("/host/chats/{id}/console")).into_response());
    }
    let draft = chats.hub.look(id, |room, _| draft_of(room)).await.map_err(|refusal| refuse::problem(&refusal))?;
    let mood = if reached.saved.is_some() { Mood::Saved } else { Mood::Fresh };
    Ok(page(&chats, &signed, &chat, draft, chat.version, mood).await?.into_response())
}

/// POST /host/chats/{id}
pub(super) async fn send(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Outcome<Response> {
    let host = &signed;
    let chat = office::open(&chats, host, id, "chat", "edit").await?;
    let form::Sent { mut draft, version, press } = form::read(pairs);
    if let Press::Rows(list, step) = press {
        let field = form::change(&mut draft, list, step);
        return Ok(page(&chats, host, &chat, draft, version, Mood::Rows(field)).await?.into_response());
    }
    form::drop_blank_rows(&mut draft);
    let mut faults = Vec::new();
    if press == Press::Open && draft.takes.is_empty() {
        faults.push(Fault { field: "takes".to_owned(), error: DraftError::Text(CleanError::Empty) });
    }
    let checked = match draft.check() {
        Ok(checked) if faults.is_empty() => checked,
        Ok(_) => return Ok(faulty(page(&chats, host, &chat, draft, version, Mood::Faulty(faults)).await?)),
        Err(more) => {
            faults.extend(more);
            return Ok(faulty(page(&chats, host, &chat, draft, version, Mood::Faulty(faults)).await?));
        }
    };
    match office::save(&chats, host, id, version, &checked).await {
        Ok(()) => {}
        Err(NotSaved::Problem(problem)) => return Err(problem),
        Err(NotSaved::Stale) => {
            // The next save is based on what is stored now: whoever reads the page has been told.
            let now = office::open(&chats, host, id, "chat", "edit").await?;
            let page = page(&chats, host, &now, draft, now.version, Mood::Conflict).await?;
            return Ok((StatusCode::CONFLICT, page).into_response());
        }
    }
    if press == Press::Open {
        office::open(&chats, host, id, "chat", "run").await?;
        let started = chats.hub.act(id, host.person.id, Action::Start, None).await;
        started.map_err(|refusal| refuse::problem(&refusal))?;
        return Ok(Redirect::to(&format!("/host/chats/{id}/console")).into_response());
    }
    Ok(Redirect::to(&format!("/host/chats/{id}?saved=1")).into_response())
}

fn faulty(page: Editor) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

async fn page(chats: &Chats, host: &Signed, chat: &Chat, draft: Draft, version: i64, mood: Mood) -> Outcome<Editor> {
    let hosts = office::hosts::of(chats, host, chat.id).await?.hosts;
    let t = refuse::words();
    let frame = super::frame(chats, host, t.text("host-edit-title")).module("chat/host/editor.js");
    Ok(Editor::of(frame, t, chat, &hosts, draft, version, mood))
}

/// What is stored, as a form holds it.
fn draft_of(room: &Room) -> Draft {
    let chat = &room.chat;
    let takes = room.slots().iter().map(|slot| &slot.take);
    Draft {
        title: chat.title.clone(),
        series: chat.series.clone(),
        held_on: chat.held_on.clone(),
        language: chat.language.clone(),
        mode: chat.mode.word().to_owned(),
        door: chat.door.word().to_owned(),
        floor: chat.floor.to_string(),
        seats: chat.seats.to_string(),
        panel: room
            .panel()
            .iter()
            .map(|p| DraftPanellist {
                name: p.name.clone(),
                role: p.role.clone(),
                place: p.place.clone(),
                since: p.since.clone(),
            })
            .collect(),
        takes: takes.map(|t| DraftTake { text: t.text.clone(), takeaway: t.takeaway.clone() }).collect(),
    }
}
