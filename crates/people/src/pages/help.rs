//! The page that says how to get a link, and signing out.

use super::{failed, language};
use crate::access::Deny;
use crate::signed::{MaybeSigned, Presented, no_session_cookie};
use crate::{People, WORDS, links};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use web::{Frame, Words, wants_json};

#[derive(Template, WebTemplate)]
#[template(path = "people/sign_in.html")]
struct SignIn {
    frame: Frame,
    t: Words,
    already: Option<String>,
}

/// GET /sign-in
pub(super) async fn show(State(people): State<People>, signed: MaybeSigned, headers: HeaderMap) -> Response {
    page(&people, &headers, &signed).into_response()
}

/// What somebody gets who must sign in first.
pub(crate) fn unsigned(people: &People, request: &Parts) -> Response {
    let headers = &request.headers;
    if wants_json(request.uri.path(), headers) {
        return Deny::SignIn.problem().into_response();
    }
    let nobody = MaybeSigned::nobody(people.ambient.now());
    (StatusCode::UNAUTHORIZED, page(people, headers, &nobody)).into_response()
}

fn page(people: &People, headers: &HeaderMap, signed: &MaybeSigned) -> SignIn {
    let lang = language(headers);
    let t = WORDS.in_language(lang);
    SignIn {
        frame: Frame::new(&people.site, lang, t.text("signin-title")).signed(signed.shown()),
        already: signed.person.as_ref().map(|p| t.with("signin-already", &[("name", p.name.as_str().into())])),
        t,
    }
}

/// POST /sign-out. Ends the session in the table and in the browser; harmless without one.
pub(super) async fn sign_out(State(people): State<People>, Presented(session): Presented) -> Response {
    if let Some(session) = session
        && let Err(e) = links::sign_out(&people, &session).await
    {
        return failed(&e);
    }
    let gone = [(header::SET_COOKIE, no_session_cookie(&people.site))];
    (gone, Redirect::to("/sign-in")).into_response()
}
