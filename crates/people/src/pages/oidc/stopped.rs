//! The page that says why somebody was not let in, and what they can do.

use super::STYLE;
use crate::oidc::{MeetError, Provider, WayError};
use crate::pages::language;
use crate::{People, WORDS};
use askama::Template;
use askama_web::WebTemplate;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::error::Error;
use web::{Frame, Problem, Words};

/// Seconds after which to try again with a provider that is away.
const LATER: HeaderValue = HeaderValue::from_static("30");

/// Why somebody was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    Away,
    Cancelled,
    Stale,
    Distrusted,
    NotAgain,
    Unknown,
    Unverified,
    Taken,
    Left,
    OtherPerson,
    Database,
}

#[derive(Template, WebTemplate)]
#[template(path = "people/oidc/stopped.html")]
struct Page {
    frame: Frame,
    t: Words,
    heading: String,
    explain: String,
    again: Option<String>,
    again_words: String,
}

impl Stopped {
    /// Of coming back. What an operator must know goes into the log, without names and addresses of people.
    pub(super) fn of(error: &MeetError) -> Self {
        match error {
            MeetError::Way(error) => Self::of_way(error),
            MeetError::Unknown => Self::Unknown,
            MeetError::Unverified => Self::Unverified,
            MeetError::Taken => Self::Taken,
            MeetError::Left => Self::Left,
            MeetError::OtherPerson => Self::OtherPerson,
        }
    }

    /// Of the way.
    pub(super) fn of_way(error: &WayError) -> Self {
        match error {
            WayError::Stale => Self::Stale,
            WayError::Cancelled => Self::Cancelled,
            WayError::Provider(error) => {
                tracing::warn!(error = error as &dyn Error, "a provider of sign-in cannot be used");
                Self::Away
            }
            WayError::Said(_) | WayError::OtherProvider | WayError::Token(_) => {
                tracing::warn!(error = error as &dyn Error, "the answer of a provider of sign-in is not accepted");
                Self::Distrusted
            }
            WayError::NotAgain => {
                tracing::warn!(error = error as &dyn Error, "nobody can prove anew who they are by this provider");
                Self::NotAgain
            }
            WayError::Db(error) => {
                tracing::error!(error = error as &dyn Error, "the database did not answer");
                Self::Database
            }
        }
    }

    fn status(self) -> StatusCode {
        match self {
            Self::Away | Self::Database => StatusCode::SERVICE_UNAVAILABLE,
            Self::Cancelled | Self::Stale => StatusCode::BAD_REQUEST,
            Self::Distrusted => StatusCode::BAD_GATEWAY,
            Self::NotAgain | Self::Unknown | Self::Unverified | Self::Left => StatusCode::FORBIDDEN,
            Self::Taken | Self::OtherPerson => StatusCode::CONFLICT,
        }
    }

    /// Keys of heading and explanation.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Away | Self::Database => ("oidc-away", "oidc-away-explain"),
            Self::NotAgain => ("oidc-not-again", "oidc-not-again-explain"),
            Self::Cancelled => ("oidc-cancelled", "oidc-cancelled-explain"),
            Self::Stale => ("oidc-stale", "oidc-stale-explain"),
            Self::Distrusted => ("oidc-distrusted", "oidc-distrusted-explain"),
            Self::Unknown => ("oidc-unknown", "oidc-unknown-explain"),
            Self::Unverified => ("oidc-unverified", "oidc-unverified-explain"),
            Self::Taken => ("oidc-taken", "oidc-taken-explain"),
            Self::Left => ("oidc-left", "oidc-left-explain"),
            Self::OtherPerson => ("oidc-other-person", "oidc-other-person-explain"),
        }
    }

    /// Whether trying once more can help.
    fn may_help(self) -> bool {
        matches!(self, Self::Away | Self::Cancelled | Self::Stale | Self::Distrusted)
    }
}

/// The page.
pub(super) fn page(people: &People, provider: &Provider, headers: &HeaderMap, why: Stopped) -> Response {
    if why == Stopped::Database {
        return Problem::unavailable().into_response();
    }
    let lang = language(headers);
    let t = WORDS.in_language(lang);
    let settings = &provider.settings;
    let say = |key: &str| t.with(key, &[("name", settings.name.as_str().into())]);
    let (heading, explain) = why.words();
    let (heading, explain, again_words) = (say(heading), say(explain), say("oidc-again"));
    let page = Page {
        frame: Frame::new(&people.site, lang, heading.clone()).style(STYLE),
        heading,
        explain,
        again: why.may_help().then(|| format!("/oidc/{}", settings.id)),
        again_words,
        t,
    };
    let mut response = (why.status(), page).into_response();
    if why == Stopped::Away {
        response.headers_mut().insert(header::RETRY_AFTER, LATER);
    }
    response
}
