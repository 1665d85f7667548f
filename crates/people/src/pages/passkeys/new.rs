//! Adding a passkey: a name, and the browser does the rest.

use super::{MODULE, STYLE, allowed, open, refusal, said};
use crate::bond::{self, Bond};
use crate::model::PASSKEY_NAME_MAX;
use crate::pages::{language, unavailable};
use crate::passkeys::{self, Credential, PasskeyError};
use crate::sign_in::{Caller, is_fresh};
use crate::{People, Signed, WORDS};
use askama::Template;
use askama_web::WebTemplate;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use web::{Frame, Problem, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/passkeys/new.html")]
struct New {
    frame: Frame,
    t: Words,
    /// Origin at which browsers make passkeys; none where they refuse.
    origin: Option<String>,
    longest: usize,
}

/// What a script sends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    name: String,
    credential: Credential,
}

/// GET /me/passkeys/new
pub(super) async fn show(
    State(people): State<People>,
    signed: Signed,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    allowed(&signed)?;
    open(&people, &headers)?;
    if !is_fresh(&people, &caller).await.map_err(unavailable)? {
        return Ok(crate::pages::sign_in::again(&people, &headers, "/me/passkeys/new"));
    }
    let lang = language(&headers);
    let t = WORDS.in_language(lang);
    let frame = Frame::new(&people.site, lang, t.text("passkeys-new-title")).style(STYLE).module(MODULE);
    let origin = passkeys::relying_party(&people.site).map(|rp| rp.origin);
    Ok(New { frame: frame.signed(signed.shown()), t, origin, longest: PASSKEY_NAME_MAX }.into_response())
}

/// POST /me/passkeys/challenge
pub(super) async fn challenge(
    State(people): State<People>,
    signed: Signed,
    bond: Bond,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    allowed(&signed)?;
    open(&people, &headers)?;
    fresh(&people, &caller, &headers).await?;
    let bond = bond.or_new(&people.ambient);
    let options = passkeys::offer(&people, &bond, &signed.person).await.map_err(|e| refusal(&e, &headers))?;
    Ok(([(header::SET_COOKIE, bond::cookie(&people.site, &bond))], Json(options)).into_response())
}

/// POST /me/passkeys
pub(super) async fn add(
    State(people): State<People>,
    signed: Signed,
    Bond(bond): Bond,
    caller: Caller,
    headers: HeaderMap,
    web::Json(answer): web::Json<Answer>,
) -> Result<Response, Problem> {
    allowed(&signed)?;
    open(&people, &headers)?;
    fresh(&people, &caller, &headers).await?;
    let bond = bond.ok_or_else(|| refusal(&PasskeyError::Stale, &headers))?;
    passkeys::add(&people, &bond, &signed.person, &answer.name, &answer.credential)
        .await
        .map_err(|e| refusal(&e, &headers))?;
    Ok((StatusCode::CREATED, Json(json!({ "go": "/me/security?done=passkey-added" }))).into_response())
}

/// Whoever finds an open browser must not be able to give themselves a key to it.
async fn fresh(people: &People, caller: &Caller, headers: &HeaderMap) -> Result<(), Problem> {
    let is = is_fresh(people, caller).await.map_err(unavailable)?;
    if is { Ok(()) } else { Err(said(StatusCode::FORBIDDEN, "passkeys-again", headers)) }
}
