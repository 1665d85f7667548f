//! Who hosts a chat, and the end of it.

use super::sheets::{Delete, Hosts};
use crate::model::ChatId;
use crate::office::{self, hosts::HostChange};
use crate::{Chats, refuse};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{Form, Query};
use people::{PersonId, Signed};
use serde::Deserialize;
use web::Outcome;

/// Words to look for, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: Option<String>,
    done: Option<String>,
}

/// A button.
#[derive(Debug, Deserialize)]
pub(super) struct Pressed {
    #[serde(rename = "do", default)]
    press: String,
    #[serde(default)]
    person: Option<PersonId>,
    /// The search goes on where it was.
    #[serde(default)]
    q: String,
}

/// GET /host/chats/{id}/hosts
pub(super) async fn show(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    Query(asked): Query<Asked>,
) -> Outcome<Hosts> {
    let done = match asked.done.as_deref() {
        Some("add") => Some("host-hosts-added"),
        Some("remove") => Some("host-hosts-removed"),
        Some("hand_over") => Some("host-hosts-handed-over"),
        _ => None,
    };
    page(&chats, &signed, id, asked.q, done, None).await
}

/// POST /host/chats/{id}/hosts
pub(super) async fn send(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    Form(pressed): Form<Pressed>,
) -> Outcome<Response> {
    let change = match (pressed.press.as_str(), pressed.person) {
        ("add", Some(person)) => Some(HostChange::Add(person)),
        ("remove", Some(person)) => Some(HostChange::Remove(person)),
        ("hand_over", Some(person)) => Some(HostChange::HandOver(person)),
        _ => None,
    };
    let done = if let Some(change) = change {
        office::hosts::change(&chats, &signed, id, change).await
    } else {
        // Who may not change it is told that first.
        office::open(&chats, &signed, id, "hosts", "edit").await?;
        Err(super::nobody_chosen())
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/host/chats/{id}/hosts?done={}", pressed.press)).into_response()),
        Err(problem) if problem.status() == StatusCode::UNPROCESSABLE_ENTITY => {
            let say = refuse::words().text(problem.key());
            let page = page(&chats, &signed, id, Some(pressed.q), None, Some(say)).await?;
            Ok((problem.status(), page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

async fn page(
    chats: &Chats,
    signed: &Signed,
    id: ChatId,
    query: Option<String>,
    done: Option<&'static str>,
    fault: Option<String>,
) -> Outcome<Hosts> {
    let hosted = office::hosts::of(chats, signed, id).await?;
    let found = match query.as_deref() {
        Some(words) if hosted.is_owner && !words.trim().is_empty() => {
            Some(office::hosts::candidates(chats, signed, id, words).await?)
        }
        _ => None,
    };
    let t = refuse::words();
    let frame = super::frame(chats, signed, t.with("host-hosts-of", &[("title", hosted.chat.title.clone().into())]));
    let frame = frame.style("chat/host/hosts.css");
    Ok(Hosts::of(frame, t, hosted, query.unwrap_or_default(), found, done, fault))
}

/// GET /host/chats/{id}/delete: what it would mean.
pub(super) async fn ask_delete(State(chats): State<Chats>, Path(id): Path<ChatId>, signed: Signed) -> Outcome<Delete> {
    let chat = office::open(&chats, &signed, id, "chat", "delete").await?;
    let t = refuse::words();
    let frame = super::frame(&chats, &signed, t.text("host-delete-title")).style("chat/host/hosts.css");
    Ok(Delete::of(frame, t, &chat))
}

/// POST /host/chats/{id}/delete
pub(super) async fn delete(State(chats): State<Chats>, Path(id): Path<ChatId>, signed: Signed) -> Outcome<Redirect> {
    office::hosts::delete(&chats, &signed, id).await?;
    Ok(Redirect::to("/host?done=deleted"))
}
