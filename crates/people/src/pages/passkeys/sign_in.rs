//! Signing in with a passkey: a script asks, the browser signs, the script sends.

use super::{open, refusal, slow_down};
use crate::People;
use crate::bond::{self, Bond};
use crate::passkeys::{self, Credential};
use crate::sign_in::limits::Gate;
use crate::sign_in::{Caller, landing};
use crate::signed::session_cookie;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use web::Problem;

/// What a script sends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    credential: Credential,
    /// Page to go on to.
    #[serde(default)]
    to: String,
}

/// POST /sign-in/passkey/challenge
pub(super) async fn challenge(
    State(people): State<People>,
    bond: Bond,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    open(&people, &headers)?;
    people
        .sign_in
        .limits
        .take(Gate::Passkey, &caller.network, None, people.ambient.now())
        .map_err(|e| slow_down(&headers, e))?;
    let bond = bond.or_new(&people.ambient);
    let options = passkeys::ask(&people, &bond).await.map_err(|e| refusal(&e, &headers))?;
    Ok(([(header::SET_COOKIE, bond::cookie(&people.site, &bond))], Json(options)).into_response())
}

/// POST /sign-in/passkey
pub(super) async fn enter(
    State(people): State<People>,
    Bond(bond): Bond,
    caller: Caller,
    headers: HeaderMap,
    web::Json(answer): web::Json<Answer>,
) -> Result<Response, Problem> {
    open(&people, &headers)?;
    let bond = bond.ok_or_else(|| refusal(&passkeys::PasskeyError::Stale, &headers))?;
    let (person, session) =
        passkeys::sign_in(&people, &bond, &answer.credential, &caller).await.map_err(|e| refusal(&e, &headers))?;
    let cookie = [(header::SET_COOKIE, session_cookie(&people.site, &session))];
    let go = json!({ "go": landing(&people, &answer.to, &person).as_str() });
    Ok((cookie, Json(go)).into_response())
}
