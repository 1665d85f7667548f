//! For an admin: chats of people who have left are handed to a host, without a look into them.

use super::sheets::Ownerless;
use crate::{Chats, office, refuse};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{Form, Query};
use people::{PersonId, Signed};
use serde::Deserialize;
use web::Outcome;

/// Words to look for, and how many chats were just handed over.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: Option<String>,
    done: Option<u32>,
}

/// From whom, and to whom.
#[derive(Debug, Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    from: Option<PersonId>,
    #[serde(default)]
    to: Option<PersonId>,
    #[serde(default)]
    q: String,
}

/// GET /admin/chats
pub(super) async fn show(State(chats): State<Chats>, signed: Signed, Query(asked): Query<Asked>) -> Outcome<Ownerless> {
    page(&chats, &signed, asked.q, asked.done, None).await
}

/// POST /admin/chats
pub(super) async fn send(
    State(chats): State<Chats>,
    signed: Signed,
    Form(Chosen { from, to, q }): Form<Chosen>,
) -> Outcome<Response> {
    let handed = if let (Some(from), Some(to)) = (from, to) {
        office::hosts::hand_over(&chats, &signed, from, to).await
    } else {
        // Who may not do it is told that first.
        office::hosts::ownerless(&chats, &signed).await?;
        Err(super::nobody_chosen())
    };
    match handed {
        Ok(n) => Ok(Redirect::to(&format!("/admin/chats?done={n}")).into_response()),
        Err(problem) if problem.status() == StatusCode::UNPROCESSABLE_ENTITY => {
            let say = refuse::words().text(problem.key());
            let page = page(&chats, &signed, Some(q), None, Some(say)).await?;
            Ok((problem.status(), page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

async fn page(
    chats: &Chats,
    signed: &Signed,
    query: Option<String>,
    done: Option<u32>,
    fault: Option<String>,
) -> Outcome<Ownerless> {
    let owners = office::hosts::ownerless(chats, signed).await?;
    let found = match query.as_deref() {
        Some(words) if !words.trim().is_empty() => Some(office::hosts::successors(chats, signed, words).await?),
        _ => None,
    };
    let t = refuse::words();
    let frame =
        super::frame(chats, signed, t.text("admin-chats-title")).at("/admin/chats").style("chat/host/hosts.css");
    Ok(Ownerless::of(frame, t, owners, query.unwrap_or_default(), found, done, fault))
}
