//! A sign-in link, opened and used.

use super::{gone, landed, language};
use crate::links::{self, UseError};
use crate::model::{Link, Person, Purpose};
use crate::sign_in::Caller;
use crate::signed::MaybeSigned;
use crate::{People, WORDS};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use db::Secret;
use web::{Frame, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/link.html")]
struct LinkPage {
    frame: Frame,
    t: Words,
    action: String,
    heading: String,
    explain: String,
    /// Somebody else is signed in on this device.
    other: Option<String>,
    go: String,
}

/// GET /sign-in/{token}: shows whom the link signs in, and changes nothing.
pub(super) async fn show(
    State(people): State<People>,
    Path(token): Path<String>,
    signed: MaybeSigned,
    headers: HeaderMap,
) -> Response {
    let looked = match Secret::parse(&token) {
        Some(secret) => links::look(&people, &secret).await,
        None => Err(UseError::Unknown),
    };
    match looked {
        Ok((link, Some(person))) => page(&people, &headers, &token, &link, &person, &signed).into_response(),
        Ok((_, None)) => gone::page(&people, &headers, &UseError::Unknown),
        Err(e) => gone::page(&people, &headers, &e),
    }
}

fn page(
    people: &People,
    headers: &HeaderMap,
    token: &str,
    link: &Link,
    person: &Person,
    signed: &MaybeSigned,
) -> LinkPage {
    let lang = language(headers);
    let t = WORDS.in_language(lang);
    let say = |key: &str, name: &str| t.with(key, &[("name", name.to_owned().into())]);
    let explain = match link.purpose {
        Purpose::Demo => "link-explain-demo",
        Purpose::SignIn | Purpose::Mail | Purpose::Setup => "link-explain",
    };
    let heading = say("link-title", &person.name);
    LinkPage {
        frame: Frame::new(&people.site, lang, heading.clone()).signed(signed.shown()),
        action: format!("/sign-in/{token}"),
        heading,
        explain: say(explain, &person.name),
        other: signed.person.as_ref().filter(|other| other.id != person.id).map(|other| say("link-other", &other.name)),
        go: say("link-go", &person.name),
        t,
    }
}

/// POST /sign-in/{token}: uses the link and goes where it leads.
pub(super) async fn consume(
    State(people): State<People>,
    Path(token): Path<String>,
    caller: Caller,
    headers: HeaderMap,
) -> Response {
    let begun = match Secret::parse(&token) {
        Some(secret) => links::sign_in(&people, &secret, &caller).await,
        None => Err(UseError::Unknown),
    };
    match begun {
        Ok(begun) => landed(&people, &begun),
        Err(e) => gone::page(&people, &headers, &e),
    }
}
