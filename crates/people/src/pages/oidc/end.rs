//! Signing out: here and there.

use super::{STYLE, provider};
use crate::oidc::logout::{self, LogoutError};
use crate::pages::language;
use crate::{People, WORDS};
use askama::Template;
use askama_web::WebTemplate;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use db::Secret;
use serde::Deserialize;
use std::error::Error;
use web::{Frame, Problem, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/oidc/signed_out.html")]
struct SignedOut {
    frame: Frame,
    t: Words,
    explain: String,
    /// Where to sign out there too.
    there: String,
    there_words: String,
}

/// What a provider sends.
#[derive(Debug, Deserialize)]
pub(super) struct Told {
    #[serde(default)]
    logout_token: String,
}

/// Where to go after signing out of this session: to the page that offers to sign out at the provider too, or to the
/// sign-in page. Asks before the session ends.
pub(crate) async fn after(people: &People, session: Option<&Secret>) -> String {
    let Some(session) = session else { return "/sign-in".to_owned() };
    match logout::origin(people, session).await {
        Ok(Some(provider)) => format!("/oidc/{}/signed-out", provider.settings.id),
        // Signing out is more important than where to go next.
        Ok(None) | Err(_) => "/sign-in".to_owned(),
    }
}

/// GET /oidc/{provider}/signed-out
pub(super) async fn page(
    State(people): State<People>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let provider = provider(&people, &id)?;
    let Some(address) = logout::leaving_address(&people, provider).await else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    let lang = language(&headers);
    let t = WORDS.in_language(lang);
    let say = |key: &str| t.with(key, &[("name", provider.settings.name.as_str().into())]);
    let page = SignedOut {
        frame: Frame::new(&people.site, lang, t.text("oidc-signed-out")).style(STYLE),
        explain: say("oidc-signed-out-explain"),
        there: address.into(),
        there_words: say("oidc-signed-out-there"),
        t,
    };
    Ok(page.into_response())
}

/// POST /oidc/{provider}/logout: a provider says that a session ended there. No browser, no cookie.
pub(super) async fn told(
    State(people): State<People>,
    Path(id): Path<String>,
    Form(told): Form<Told>,
) -> Result<StatusCode, Problem> {
    let provider = provider(&people, &id)?;
    match logout::ended_there(&people, provider, &told.logout_token).await {
        Ok(ended) => {
            tracing::info!(ended, provider = id, "a provider ended sessions");
            Ok(StatusCode::OK)
        }
        Err(LogoutError::Db(error)) => Err(crate::pages::unavailable(error)),
        Err(LogoutError::Check(error)) => {
            tracing::warn!(error = &error as &dyn Error, provider = id, "a logout token is not accepted");
            Err(Problem::new(StatusCode::BAD_REQUEST, "invalid-request"))
        }
    }
}
