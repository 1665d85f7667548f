//! What is stored about oneself, requests about it, and how long records are kept.

mod ask;
mod edit;
mod erasure;
mod me;
mod requests;
mod retention;

use super::directory::{Here, Tabs};
use super::{language, unavailable};
use crate::access::{Row, Standing, Who, decide};
use crate::directory::DirectoryError;
use crate::routes::Routes;
use crate::{People, Signed, WORDS};
use axum::extract::FromRef;
use axum::http::{HeaderMap, StatusCode};
use web::{Frame, Outcome, Problem, Words};

/// This room's rows. What is one's own needs no role, and nobody else's can be named: no address holds a person.
pub const ROWS: &[Row] = &[
    Row::new("own", "read", Who::AnySigned),
    Row::new("own", "take", Who::AnySigned),
    Row::new("own", "correct", Who::AnySigned),
    Row::new("own", "erase", Who::AnySigned),
    // Whose request it is, is looked at request by request: nobody decides about themselves.
    Row::of("request", "read", &[Who::Admin, Who::AnyPartner]),
    Row::of("request", "decide", &[Who::Admin, Who::PartnerInScope]),
    Row::new("retention", "read", Who::Admin),
    Row::new("retention", "set", Who::Admin),
    Row::new("hold", "set", Who::Admin),
];

/// `/me` and what is below it, `/people/requests`, `/people/retention`, `/people/holds`.
pub(super) fn routes<S>() -> Routes<S>
where
    S: Clone + Send + Sync + 'static,
    People: FromRef<S>,
{
    Routes::new()
        .get("/me", ("own", "read"), me::show)
        .get("/me/download", ("own", "take"), me::download)
        .get("/me/edit", ("own", "correct"), edit::show)
        .post("/me/edit", ("own", "correct"), edit::send)
        .get("/me/correction", ("own", "correct"), ask::show)
        .post("/me/correction", ("own", "correct"), ask::send)
        .post("/me/correction/{request}/withdraw", ("own", "correct"), ask::withdraw)
        .get("/me/erasure", ("own", "erase"), erasure::show)
        .post("/me/erasure", ("own", "erase"), erasure::send)
        .post("/me/erasure/withdraw", ("own", "erase"), erasure::withdraw)
        .get("/people/requests", ("request", "read"), requests::show)
        .post("/people/requests/correction/{request}", ("request", "decide"), requests::correction)
        .post("/people/requests/erasure/{request}", ("request", "decide"), requests::erasure)
        .get("/people/retention", ("retention", "read"), retention::show)
        .post("/people/retention", ("retention", "set"), retention::send)
        .post("/people/holds", ("hold", "set"), retention::hold)
        .post("/people/holds/{hold}/end", ("hold", "set"), retention::end_hold)
}

/// May they? For what is not about one person.
fn may(signed: &Signed, object: &'static str, action: &'static str) -> Outcome<()> {
    decide(ROWS, &signed.actor(), object, action, signed.scene(Standing::None)).or_problem().map(|_| ())
}

/// The frame of a page of this room, and its words. `title` is a key.
fn frame(people: &People, signed: &Signed, headers: &HeaderMap, title: &str) -> (Frame, Words) {
    let lang = language(headers);
    let t = WORDS.in_language(lang);
    let frame = Frame::new(&people.site, lang, t.text(title))
        .style("people/directory.css")
        .style("people/own.css")
        .at(if title.starts_with("requests") || title.starts_with("retention") { "/people" } else { "/me" })
        .signed(signed.shown());
    (frame, t)
}

/// A refusal of the directory that no field of a form explains.
fn refused(error: DirectoryError) -> Problem {
    match error {
        DirectoryError::Db(error) => unavailable(error),
        DirectoryError::Stale => moved(),
        DirectoryError::NoSuchPerson | DirectoryError::NoSuchTeam => gone(),
        error => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the directory refused");
            moved()
        }
    }
}

/// Somebody else was faster.
fn moved() -> Problem {
    let say = WORDS.in_language("en").text("own-moved");
    Problem::new(StatusCode::CONFLICT, "own-moved").say(say)
}

/// The request is not there, or was decided.
fn gone() -> Problem {
    let say = WORDS.in_language("en").text("own-gone");
    Problem::new(StatusCode::NOT_FOUND, "own-gone").say(say)
}

/// The row of links above the pages of those who decide.
fn tabs(here: Here, signed: &Signed, t: &Words) -> Tabs {
    Tabs::of(here, signed, t)
}
