//! Off to a provider, and the end of a connection with one.

use super::stopped::{self, Stopped};
use super::{STYLE, provider};
use crate::access::{Standing, decide};
use crate::bond::{self, Bond};
use crate::model::Landing;
use crate::oidc::{self, Disconnected, Errand, Provider};
use crate::pages::passkeys::slow_down;
use crate::pages::sign_in::again;
use crate::pages::{ROWS, language, unavailable};
use crate::sign_in::limits::Gate;
use crate::sign_in::{Caller, is_fresh};
use crate::signed::no_session_cookie;
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
    /// Not empty: they are to prove anew who they are.
    #[serde(default)]
    again: String,
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
        return Ok(go_on(&people, provider, &headers, &to).into_response());
    }
    people
        .sign_in
        .limits
        .take(Gate::Provider, &caller.network, None, people.ambient.now())
        .map_err(|e| slow_down(&headers, e))?;
    Ok(leave(&people, provider, bond, to.errand(), &to.to, &headers).await)
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
    Ok(leave(&people, provider, bond, Errand::Connect(signed.person.id), to, &headers).await)
}

/// POST /me/accounts/{id}/remove. One's own: somebody else's is not there.
pub(super) async fn disconnect(
    State(people): State<People>,
    Path(id): Path<Uuid>,
    signed: Signed,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    allowed(&signed)?;
    if !is_fresh(&people, &caller).await.map_err(unavailable)? {
        return Ok(again(&people, &headers, "/me/security"));
    }
    match oidc::disconnect(&people, signed.person.id, id, &caller).await.map_err(unavailable)? {
        Disconnected::Done { own: false } => Ok(Redirect::to("/me/security?done=account-removed").into_response()),
        Disconnected::Done { own: true } => {
            let gone = [(header::SET_COOKIE, no_session_cookie(&people.site))];
            Ok((gone, Redirect::to("/sign-in")).into_response())
        }
        Disconnected::NotThere => Err(Problem::new(StatusCode::NOT_FOUND, "not-found")),
        Disconnected::LastWay => {
            let say = WORDS.in_language(language(&headers)).text("oidc-last-way");
            Err(Problem::new(StatusCode::CONFLICT, "last-way-in").say(say))
        }
    }
}

/// The address that sends somebody off. A link and no form: browsers let no form lead to another server here.
pub(super) fn address(id: &str, to: &str, again: bool) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if !to.is_empty() {
        query.append_pair("to", to);
    }
    if again {
        query.append_pair("again", "1");
    }
    let query = query.finish();
    if query.is_empty() { format!("/oidc/{id}") } else { format!("/oidc/{id}?{query}") }
}

impl To {
    fn again(&self) -> bool {
        !self.again.is_empty()
    }

    fn errand(&self) -> Errand {
        if self.again() { Errand::Again } else { Errand::SignIn }
    }
}

async fn leave(
    people: &People,
    provider: &Provider,
    bond: Bond,
    errand: Errand,
    to: &str,
    headers: &HeaderMap,
) -> Response {
    let bond = bond.or_new(&people.ambient);
    // Whither exactly is decided on the way back, when it is known who came.
    let to = Landing::parse(to).unwrap_or_else(|| Landing::parse("/").expect("a path of this server"));
    match oidc::leave(people, provider, &bond, errand, &to).await {
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

fn go_on(people: &People, provider: &Provider, headers: &HeaderMap, to: &To) -> GoOn {
    let lang = language(headers);
    let t = WORDS.in_language(lang);
    let name = || [("name", provider.settings.name.as_str().into())];
    let heading = t.with("oidc-go-on-title", &name());
    GoOn {
        frame: Frame::new(&people.site, lang, heading.clone()).style(STYLE),
        go: address(&provider.settings.id, &to.to, to.again()),
        heading,
        t,
    }
}
