//! Off to a provider, and the end of a connection with one.

use super::stopped::{self, Stopped};
use super::{STYLE, provider};
use crate::access::{Standing, decide};
use crate::bond::{self, Bond};
use crate::model::{Landing, PersonId};
use crate::oidc::{self, Provider};
use crate::pages::passkeys::slow_down;
use crate::pages::sign_in::again;
use crate::pages::{ROWS, language, unavailable};
use crate::sign_in::limits::Gate;
use crate::sign_in::{Caller, is_fresh};
use crate::{People, Signed, WORDS};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Query;
use serde::Deserialize;
use uuid::Uuid;
use web::{Frame, Problem, Words};

/// The page that asks before anybody is sent away because of another site.
#[derive(Template, WebTemplate)]
#[template(path = "people/oidc/go_on.html")]
struct GoOn {
    frame: Frame,
    t: Words,
    heading: String,
    go: String,
}

/// Where to go on afterwards.
#[derive(Debug, Default, Deserialize)]
pub(super) struct To {
    #[serde(default)]
    to: String,
}

/// GET /oidc/{provider}
pub(super) async fn sign_in(
    State(people): State<People>,
    Path(id): Path<String>,
    Query(to): Query<To>,
    bond: Bond,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let provider = provider(&people, &id)?;
    // A page of another site may not decide that somebody signs in now.
    if foreign(&headers) {
        return Ok(go_on(&people, provider, &headers, &to.to).into_response());
    }
    people
        .sign_in
        .limits
        .take(Gate::Provider, &caller.network, None, people.ambient.now())
        .map_err(|e| slow_down(&headers, e))?;
    Ok(leave(&people, provider, bond, None, &to.to, &headers).await)
}

/// GET /oidc/{provider}/connect: from the own security page only.
pub(super) async fn connect(
    State(people): State<People>,
    Path(id): Path<String>,
    signed: Signed,
    bond: Bond,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    allowed(&signed)?;
    let provider = provider(&people, &id)?;
    if foreign(&headers) {
        return Ok(Redirect::to("/me/security").into_response());
    }
    if !is_fresh(&people, &caller).await.map_err(unavailable)? {
        return Ok(again(&people, &headers, "/me/security"));
    }
    let to = "/me/security?done=account-connected";
    Ok(leave(&people, provider, bond, Some(signed.person.id), to, &headers).await)
}

/// POST /me/accounts/{id}/remove. One's own: somebody else's is not there.
pub(super) async fn disconnect(
    State(people): State<People>,
    Path(id): Path<Uuid>,
    signed: Signed,
) -> Result<Redirect, Problem> {
    allowed(&signed)?;
    if oidc::disconnect(&people, signed.person.id, id).await.map_err(unavailable)? {
        Ok(Redirect::to("/me/security?done=account-removed"))
    } else {
        Err(Problem::new(StatusCode::NOT_FOUND, "not-found"))
    }
}

/// The address that sends somebody off. A link and no form: browsers let no form lead to another server here.
pub(super) fn address(id: &str, to: &str) -> String {
    let to: String = url::form_urlencoded::byte_serialize(to.as_bytes()).collect();
    if to.is_empty() { format!("/oidc/{id}") } else { format!("/oidc/{id}?to={to}") }
}

async fn leave(
    people: &People,
    provider: &Provider,
    bond: Bond,
    person: Option<PersonId>,
    to: &str,
    headers: &HeaderMap,
) -> Response {
    let bond = bond.or_new(&people.ambient);
    // Whither exactly is decided on the way back, when it is known who came.
    let to = Landing::parse(to).unwrap_or_else(|| Landing::parse("/").expect("a path of this server"));
    match oidc::leave(people, provider, &bond, person, &to).await {
        Ok(address) => {
            let cookie = [(header::SET_COOKIE, bond::cookie(&people.site, &bond))];
            (cookie, Redirect::to(address.as_str())).into_response()
        }
        Err(error) => stopped::page(people, provider, headers, Stopped::of_way(&error)),
    }
}

fn allowed(signed: &Signed) -> Result<(), Problem> {
    decide(ROWS, &signed.actor(), "account", "manage", signed.scene(Standing::None)).or_problem().map(drop)
}

fn foreign(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site")
}

fn go_on(people: &People, provider: &Provider, headers: &HeaderMap, to: &str) -> GoOn {
    let lang = language(headers);
    let t = WORDS.in_language(lang);
    let name = || [("name", provider.settings.name.as_str().into())];
    let heading = t.with("oidc-go-on-title", &name());
    GoOn {
        frame: Frame::new(&people.site, lang, heading.clone()).style(STYLE),
        go: address(&provider.settings.id, to),
        heading,
        t,
    }
}
