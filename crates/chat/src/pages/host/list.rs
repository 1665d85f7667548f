//! The list of a host's chats, and a new one.

use super::form::advice;
use super::sheets::List;
use crate::model::Draft;
use crate::{Chats, office, refuse};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{Form, Query};
use people::Signed;
use serde::Deserialize;
use web::Outcome;

/// A chat to be.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct New {
    title: String,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reached {
    done: Option<String>,
}

/// GET /host
pub(super) async fn show(State(chats): State<Chats>, signed: Signed, Query(reached): Query<Reached>) -> Outcome<List> {
    let deleted = reached.done.as_deref() == Some("deleted");
    page(&chats, &signed, String::new(), None, deleted.then_some("host-list-deleted")).await
}

/// POST /host/chats
pub(super) async fn create(State(chats): State<Chats>, signed: Signed, Form(new): Form<New>) -> Outcome<Response> {
    match Draft::titled(&new.title).check() {
        Ok(draft) => {
            let chat = office::create(&chats, &signed, &draft).await?;
            Ok(Redirect::to(&format!("/host/chats/{}", chat.id)).into_response())
        }
        Err(faults) => {
            let fault = faults.first().map(|fault| advice(fault, &refuse::words()));
            let page = page(&chats, &signed, new.title, fault, None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn page(chats: &Chats, host: &Signed, typed: String, fault: Option<String>, done: Option<&str>) -> Outcome<List> {
    let rows = office::list(chats, host).await?;
    let t = refuse::words();
    let frame = super::frame(chats, host, t.text("host-list-title"));
    let done = done.map(|key| t.text(key));
    Ok(List::of(frame, t, rows, typed, fault, host.person.id, done))
}
