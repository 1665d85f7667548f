//! The first run: one form that makes the first person.

use super::{gone, landed, language};
use crate::links::{self, UseError};
use crate::model::{Email, LinkFor, NAME_MAX};
use crate::sign_in::Caller;
use crate::{People, WORDS};
use askama::Template;
use askama_web::WebTemplate;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use db::Secret;
use web::clean::CleanError;
use web::{Frame, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/setup.html")]
struct Setup {
    frame: Frame,
    t: Words,
    action: String,
    typed: Typed,
    name_wrong: Option<String>,
    email_wrong: Option<String>,
}

/// What was typed; comes back unchanged when something is wrong with it.
#[derive(Debug, Default, serde::Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
}

/// GET /setup/{token}
pub(super) async fn show(State(people): State<People>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let opened = match Secret::parse(&token) {
        Some(secret) => opened(&people, &secret).await,
        None => Err(UseError::Unknown),
    };
    match opened {
        Ok(()) => form(&people, &headers, &token, Typed::default(), None, None).into_response(),
        Err(e) => gone::page(&people, &headers, &e),
    }
}

/// POST /setup/{token}
pub(super) async fn consume(
    State(people): State<People>,
    Path(token): Path<String>,
    caller: Caller,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Response {
    let Some(secret) = Secret::parse(&token) else {
        return gone::page(&people, &headers, &UseError::Unknown);
    };
    let name = web::clean::line(&typed.name, NAME_MAX);
    let email = match typed.email.trim() {
        "" => Ok(None),
        raw => Email::parse(raw).map(Some).ok_or("setup-email-wrong"),
    };
    match (name, email) {
        (Ok(name), Ok(email)) => match links::set_up(&people, &secret, name, email.as_ref(), &caller).await {
            Ok(begun) => landed(&people, &begun),
            Err(e) => gone::page(&people, &headers, &e),
        },
        (name, email) => {
            // A link that does not work says so before it asks for better words.
            if let Err(e) = opened(&people, &secret).await {
                return gone::page(&people, &headers, &e);
            }
            let page = form(&people, &headers, &token, typed, name.err(), email.err());
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    }
}

/// Does this link set up, now?
async fn opened(people: &People, secret: &Secret) -> Result<(), UseError> {
    match links::look(people, secret).await? {
        (link, _) if link.whom == LinkFor::Setup => Ok(()),
        _ => Err(UseError::Unknown),
    }
}

fn form(
    people: &People,
    headers: &HeaderMap,
    token: &str,
    typed: Typed,
    name_wrong: Option<CleanError>,
    email_wrong: Option<&'static str>,
) -> Setup {
    let lang = language(headers);
    let t = WORDS.in_language(lang);
    Setup {
        frame: Frame::new(&people.site, lang, t.text("setup-title")),
        action: format!("/setup/{token}"),
        typed,
        name_wrong: name_wrong.map(|e| name_error(&t, &e)),
        email_wrong: email_wrong.map(|key| t.text(key)),
        t,
    }
}

fn name_error(t: &Words, e: &CleanError) -> String {
    match e {
        CleanError::Empty => t.text("setup-name-empty"),
        CleanError::TooLong { max, is } => t.with("setup-name-long", &[("max", (*max).into()), ("is", (*is).into())]),
        CleanError::Control => t.text("setup-name-control"),
    }
}
