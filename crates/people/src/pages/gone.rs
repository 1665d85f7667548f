//! A link that gives nothing, and why.

use super::{failed, language};
use crate::links::UseError;
use crate::model::LinkError;
use crate::{People, WORDS};
use askama::Template;
use askama_web::WebTemplate;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use web::{Frame, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/gone.html")]
struct Gone {
    frame: Frame,
    t: Words,
    heading: String,
    explain: String,
}

/// The page for this refusal: 410 for what was there, 404 for what never was.
pub(super) fn page(people: &People, headers: &HeaderMap, why: &UseError) -> Response {
    let (status, heading, explain) = match why {
        UseError::Unknown => (StatusCode::NOT_FOUND, "gone-unknown", "gone-unknown-explain"),
        UseError::Over(LinkError::Used) => (StatusCode::GONE, "gone-used", "gone-used-explain"),
        UseError::Over(LinkError::Expired) => (StatusCode::GONE, "gone-expired", "gone-expired-explain"),
        UseError::SetUp => (StatusCode::GONE, "gone-set-up", "gone-set-up-explain"),
        UseError::Other(e) => return failed(e),
    };
    let lang = language(headers);
    let t = WORDS.in_language(lang);
    let page = Gone {
        frame: Frame::new(&people.site, lang, t.text(heading)),
        heading: t.text(heading),
        explain: t.text(explain),
        t,
    };
    (status, page).into_response()
}
