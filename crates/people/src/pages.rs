//! Signing in and out, setting up, and the directory.

mod directory;
mod gone;
mod hat;
mod import;
mod link;
pub(crate) mod oidc;
pub(crate) mod own;
pub(crate) mod passkeys;
mod roles;
mod setup;
pub(crate) mod sign_in;
mod tokens;

pub use own::ROWS as OWN_ROWS;
pub(crate) use sign_in::unsigned;

use crate::access::{Row, Who};
use crate::links::Begun;
use crate::routes::Routes;
use crate::signed::session_cookie;
use crate::{People, PeopleError};
use axum::extract::FromRef;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use db::DbError;
use web::Problem;

/// This crate's rows of the matrix. A link is its own key: whoever holds it may use it.
pub const ROWS: &[Row] = &[
    Row::new("session", "explain", Who::Anyone),
    Row::new("session", "begin", Who::Anyone),
    Row::new("session", "end", Who::Anyone),
    Row::new("hat", "change", Who::AnySigned),
    Row::new("roles", "list", Who::Admin),
    Row::of("roles", "read", &[Who::Subject, Who::PartnerInScope, Who::Admin]),
    // Nobody gives a role to themselves; whoever has one may give it back.
    Row::new("role", "grant", Who::Admin),
    Row::of("role", "end", &[Who::Subject, Who::Admin]),
    Row::new("link", "look", Who::Anyone),
    Row::new("link", "use", Who::Anyone),
    Row::new("letter", "ask", Who::Anyone),
    Row::new("letter", "explain", Who::Anyone),
    // How one signs in, and where one is signed in: one's own, whoever one is.
    Row::new("security", "read", Who::AnySigned),
    Row::new("security", "change", Who::AnySigned),
    Row::new("passkey", "use", Who::Anyone),
    Row::new("passkey", "manage", Who::AnySigned),
    // Another server vouches for somebody, or says that they left it.
    Row::new("provider", "use", Who::Anyone),
    Row::new("provider", "end", Who::Anyone),
    Row::new("account", "manage", Who::AnySigned),
    Row::new("setup", "look", Who::Anyone),
    Row::new("setup", "use", Who::Anyone),
    // Who has left is nobody's to read here but the admins'; that is decided person by person.
    Row::new("directory", "read", Who::AnySigned),
    Row::new("people", "import", Who::Admin),
    Row::new("people", "add", Who::Admin),
    Row::new("person", "edit", Who::Admin),
    Row::new("person", "end_access", Who::Admin),
    Row::new("teams", "shape", Who::Admin),
    Row::new("me", "read", Who::AnySigned),
    // One's own; the statements name their owner.
    Row::new("tokens", "manage", Who::AnySigned),
];

/// Signing in and out, setting up, one's own account and the directory, for any state that holds [`People`].
pub fn routes<S>() -> Routes<S>
where
    S: Clone + Send + Sync + 'static,
    People: FromRef<S>,
{
    Routes::new()
        .get("/sign-in/{token}", ("link", "look"), link::show)
        .post("/sign-in/{token}", ("link", "use"), link::consume)
        .get("/setup/{token}", ("setup", "look"), setup::show)
        .post("/setup/{token}", ("setup", "use"), setup::consume)
        .post("/hat", ("hat", "change"), hat::change)
        .merge(sign_in::routes())
        .merge(passkeys::routes())
        .merge(oidc::routes())
        .merge(directory::routes())
        .merge(import::routes())
        .merge(roles::routes())
        .merge(own::routes())
        .merge(tokens::routes())
}

/// Something failed that the visitor cannot mend.
pub(crate) fn failed(e: &PeopleError) -> Response {
    tracing::error!(error = e as &dyn std::error::Error, "people");
    let problem = match e {
        PeopleError::Db(DbError::Full(_)) => Problem::no_room(),
        PeopleError::Db(error) if error.may_pass() => Problem::unavailable(),
        _ => Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    };
    problem.into_response()
}

/// The database did not answer: nothing was changed, and the person may try again.
pub(crate) fn unavailable(error: impl Into<DbError>) -> Problem {
    let error = error.into();
    tracing::error!(error = &error as &dyn std::error::Error, "the database did not answer");
    if matches!(error, DbError::Full(_)) { Problem::no_room() } else { Problem::unavailable() }
}

/// Signed in: the session cookie, and on to where the link leads.
pub(crate) fn landed(people: &People, begun: &Begun) -> Response {
    let cookie = [(header::SET_COOKIE, session_cookie(&people.site, &begun.session))];
    (cookie, Redirect::to(begun.lands_on.as_str())).into_response()
}

/// Language of these pages. English is the one there is; the pseudo language is for those who ask for it by name.
fn language(headers: &HeaderMap) -> &'static str {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    if asked.is_some_and(|tags| tags.starts_with("en-XA")) { "en-XA" } else { "en" }
}
