//! Passkeys: the button on the sign-in page, the card on the security page, and the pages behind it.

mod edit;
mod new;
mod pieces;
mod sign_in;

pub(crate) use pieces::{card, offer};

use super::language;
use crate::access::{Standing, decide};
use crate::passkeys::{PasskeyError, Refused};
use crate::routes::Routes;
use crate::sign_in::limits::TooMany;
use crate::{People, Signed, WORDS};
use axum::extract::FromRef;
use axum::http::{HeaderMap, StatusCode};
use web::Problem;
use web::clean::CleanError;

/// The style sheet of these pages.
const STYLE: &str = "people/sign_in.css";

/// Talks to the browser's passkeys.
const MODULE: &str = "people/passkeys.js";

pub(super) fn routes<S>() -> Routes<S>
where
    S: Clone + Send + Sync + 'static,
    People: FromRef<S>,
{
    Routes::new()
        .post("/sign-in/passkey/challenge", ("passkey", "use"), sign_in::challenge)
        .post("/sign-in/passkey", ("passkey", "use"), sign_in::enter)
        .get("/me/passkeys/new", ("passkey", "manage"), new::show)
        .post("/me/passkeys/challenge", ("passkey", "manage"), new::challenge)
        .post("/me/passkeys", ("passkey", "manage"), new::add)
        .get("/me/passkeys/{id}", ("passkey", "manage"), edit::show)
        .post("/me/passkeys/{id}", ("passkey", "manage"), edit::rename)
        .post("/me/passkeys/{id}/remove", ("passkey", "manage"), edit::remove)
}

fn allowed(signed: &Signed) -> Result<(), Problem> {
    decide(super::ROWS, &signed.actor(), "passkey", "manage", signed.scene(Standing::None)).or_problem().map(drop)
}

/// Passkeys belong to what this server knows itself; where that is switched off they are not there.
fn open(people: &People, headers: &HeaderMap) -> Result<(), Problem> {
    if people.sign_in.is_local() { Ok(()) } else { Err(said(StatusCode::NOT_FOUND, "passkeys-off", headers)) }
}

fn said(status: StatusCode, key: &'static str, headers: &HeaderMap) -> Problem {
    Problem::new(status, key).say(WORDS.in_language(language(headers)).text(key))
}

/// Asked too often: words, and when to come back.
pub(crate) fn slow_down(headers: &HeaderMap, refused: TooMany) -> Problem {
    let minutes = (refused.wait.as_secs() + 59).div_euclid(60).max(1);
    let t = WORDS.in_language(language(headers));
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many").say(t.with("too-many-wait", &[("minutes", minutes.into())]))
}

/// What to tell whom a passkey is refused. Why a signature is wrong is for the log alone.
fn refusal(error: &PasskeyError, headers: &HeaderMap) -> Problem {
    let (status, key) = match error {
        PasskeyError::Db(_) => {
            tracing::error!(error = error as &dyn std::error::Error, "passkeys");
            return Problem::unavailable();
        }
        PasskeyError::Address => (StatusCode::CONFLICT, "passkeys-address"),
        PasskeyError::Stale => (StatusCode::CONFLICT, "passkeys-stale"),
        PasskeyError::Refused(Refused::NotVerified) => (StatusCode::UNPROCESSABLE_ENTITY, "passkeys-not-verified"),
        PasskeyError::Refused(Refused::Counter) => {
            tracing::warn!("the counter of a passkey went back: there may be a copy of it");
            (StatusCode::FORBIDDEN, "passkeys-counter")
        }
        PasskeyError::Refused(refused) => {
            tracing::info!(%refused, "a passkey was refused");
            (StatusCode::UNPROCESSABLE_ENTITY, "passkeys-refused")
        }
        PasskeyError::Unknown => (StatusCode::NOT_FOUND, "passkeys-unknown"),
        PasskeyError::Twice => (StatusCode::CONFLICT, "passkeys-twice"),
        PasskeyError::TooMany => (StatusCode::CONFLICT, "passkeys-too-many"),
        PasskeyError::Name(_) => (StatusCode::UNPROCESSABLE_ENTITY, "passkeys-name"),
        PasskeyError::Left => (StatusCode::FORBIDDEN, "passkeys-left"),
    };
    said(status, key, headers)
}

/// What is wrong with a name.
fn name_wrong(error: &CleanError) -> (&'static str, Vec<(&'static str, usize)>) {
    match error {
        CleanError::Empty => ("passkeys-name-empty", Vec::new()),
        CleanError::TooLong { max, is } => ("passkeys-name-long", vec![("max", *max), ("is", *is)]),
        CleanError::Control => ("passkeys-name-control", Vec::new()),
    }
}
