//! The sign-in page with all its ways, and the page where people look after their own.

mod change;
mod door;
mod mail;
mod security;

pub(crate) use door::{again, unsigned};
pub(crate) use security::password_card;

use super::language;
use crate::People;
use crate::routes::Routes;
use axum::extract::FromRef;
use jiff::SignedDuration;
use web::Words;

/// The style sheet of these pages.
const STYLE: &str = "people/sign_in.css";

/// Shows what was typed into a password field, where somebody wants to see it.
const SHOW: &str = "people/show.js";

pub(super) fn routes<S>() -> Routes<S>
where
    S: Clone + Send + Sync + 'static,
    People: FromRef<S>,
{
    Routes::new()
        .get("/sign-in", ("session", "explain"), door::show)
        .post("/sign-in/password", ("session", "begin"), door::enter)
        .post("/sign-in/mail", ("letter", "ask"), mail::ask)
        .get("/sign-in/sent", ("letter", "explain"), mail::sent)
        .post("/sign-out", ("session", "end"), door::leave)
        .get("/me/security", ("security", "read"), security::show)
        .get("/me/password", ("security", "read"), change::show)
        .post("/me/password", ("security", "change"), change::set)
        .post("/me/password/remove", ("security", "change"), change::remove)
        .post("/me/sessions/{id}/end", ("security", "change"), security::end)
        .post("/me/sessions/end", ("security", "change"), security::end_all)
}

/// How long to wait, in words.
fn wait_words(t: &Words, wait: SignedDuration) -> String {
    let minutes = (wait.as_secs() + 59).div_euclid(60).max(1);
    t.with("too-many-wait", &[("minutes", minutes.into())])
}
