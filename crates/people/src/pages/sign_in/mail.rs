//! Asking for a letter with a link.

use super::door::{Faults, Typed, refused, trouble};
use super::{STYLE, language};
use crate::model::{Email, Landing};
use crate::sign_in::Caller;
use crate::sign_in::door::ask_for_link;
use crate::{People, WORDS};
use askama::Template;
use askama_web::WebTemplate;
use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use web::{Frame, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/sign_in/sent.html")]
pub(super) struct Sent {
    frame: Frame,
    t: Words,
}

/// POST /sign-in/mail. The answer is the same whether anybody has the address or not.
pub(super) async fn ask(
    State(people): State<People>,
    caller: Caller,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Response {
    let Some(email) = Email::parse(&typed.email) else {
        let faults = Faults { email: Some("signin-email-wrong"), password: None };
        return refused(&people, &headers, typed, faults);
    };
    match ask_for_link(&people, &email, Landing::parse(&typed.to).as_ref(), &caller).await {
        Ok(()) => Redirect::to("/sign-in/sent").into_response(),
        Err(e) => trouble(&people, &headers, typed, e),
    }
}

/// GET /sign-in/sent
pub(super) async fn sent(State(people): State<People>, headers: HeaderMap) -> Sent {
    let lang = language(&headers);
    let t = WORDS.in_language(lang);
    Sent { frame: Frame::new(&people.site, lang, t.text("sent-title")).style(STYLE), t }
}
