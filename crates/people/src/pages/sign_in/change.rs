//! Setting, changing and removing one's own password.

use super::security::allowed;
use super::{SHOW, STYLE, again, language, wait_words};
use crate::model::sign_in::{PASSWORD_LONGEST, PASSWORD_SHORTEST, PasswordError};
use crate::pages::unavailable;
use crate::sign_in::Caller;
use crate::sign_in::account::{self, ChangeError, Held};
use crate::{People, Signed, WORDS};
use askama::Template;
use askama_web::WebTemplate;
use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use web::{Frame, Problem, Words};

/// Where the page stands.
const HERE: &str = "/me/password";

#[derive(Template, WebTemplate)]
#[template(path = "people/sign_in/password.html")]
struct Page {
    frame: Frame,
    t: Words,
    title: String,
    /// The address, so that password managers know what the new password is for.
    email: Option<String>,
    /// There is one already.
    has_one: bool,
    /// The old one must be typed.
    ask_old: bool,
    notice: Option<String>,
    old_wrong: Option<String>,
    new_wrong: Option<String>,
    /// What would help against it.
    help: Vec<String>,
    rule: String,
}

/// What was typed. It does not come back: a password has no place in a page.
#[derive(Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    old: String,
    #[serde(default)]
    new: String,
}

/// What is wrong, in words.
#[derive(Default)]
struct Faults {
    notice: Option<String>,
    old: Option<String>,
    new: Option<String>,
    help: Vec<String>,
}

/// GET /me/password
pub(super) async fn show(State(people): State<People>, signed: Signed, caller: Caller, headers: HeaderMap) -> Response {
    if let Err(problem) = allowed(&signed, "read") {
        return problem.into_response();
    }
    if !people.sign_in.is_local() {
        return closed();
    }
    match account::held(&people, &signed.person, &caller).await {
        // Who found an open browser must not make a way in of their own.
        Ok(Held { set_at: None, fresh: false, .. }) => again(&people, &headers, HERE),
        Ok(held) => page(&people, &headers, &signed, &held, Faults::default()).into_response(),
        Err(e) => unavailable(e).into_response(),
    }
}

/// POST /me/password
pub(super) async fn set(
    State(people): State<People>,
    signed: Signed,
    caller: Caller,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Response {
    if let Err(problem) = allowed(&signed, "change") {
        return problem.into_response();
    }
    match account::set(&people, &signed.person, &typed.old, &typed.new, &caller).await {
        Ok(()) => Redirect::to("/me/security?done=set").into_response(),
        Err(e) => refused(&people, &headers, &signed, &caller, e).await,
    }
}

/// POST /me/password/remove
pub(super) async fn remove(
    State(people): State<People>,
    signed: Signed,
    caller: Caller,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Response {
    if let Err(problem) = allowed(&signed, "change") {
        return problem.into_response();
    }
    match account::remove(&people, &signed.person, &typed.old, &caller).await {
        Ok(()) => Redirect::to("/me/security?done=removed").into_response(),
        Err(e) => refused(&people, &headers, &signed, &caller, e).await,
    }
}

async fn refused(people: &People, headers: &HeaderMap, signed: &Signed, caller: &Caller, e: ChangeError) -> Response {
    let t = WORDS.in_language(language(headers));
    let mut faults = Faults::default();
    let mut wait = None;
    match e {
        ChangeError::Closed => return closed(),
        ChangeError::Again => return again(people, headers, HERE),
        ChangeError::Db(e) => return unavailable(e).into_response(),
        ChangeError::Failed => return Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal").into_response(),
        ChangeError::Busy => {
            return Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy").say(t.text("signin-busy")).into_response();
        }
        ChangeError::Password(e) => faults.new = Some(length(&t, e)),
        ChangeError::Weak { why, help } => {
            faults.new = Some(t.text(why));
            faults.help = help.into_iter().map(|key| t.text(key)).collect();
        }
        ChangeError::OldWrong => faults.old = Some(t.text("password-old-wrong")),
        ChangeError::TooMany(it) => {
            faults.notice = Some(wait_words(&t, it.wait));
            wait = Some(it.wait.as_secs().unsigned_abs() + 1);
        }
    }
    let held = match account::held(people, &signed.person, caller).await {
        Ok(held) => held,
        Err(e) => return unavailable(e).into_response(),
    };
    let status = if wait.is_some() { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut response = (status, page(people, headers, signed, &held, faults)).into_response();
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn length(t: &Words, e: PasswordError) -> String {
    let count = |n: usize| n.into();
    match e {
        PasswordError::Empty => t.text("password-empty"),
        PasswordError::Short { is } => {
            t.with("password-short", &[("least", count(PASSWORD_SHORTEST)), ("is", count(is))])
        }
        PasswordError::Long { is } => t.with("password-long", &[("most", count(PASSWORD_LONGEST)), ("is", count(is))]),
    }
}

/// Passwords are switched off.
fn closed() -> Response {
    Problem::new(StatusCode::NOT_FOUND, "not-found").into_response()
}

fn page(people: &People, headers: &HeaderMap, signed: &Signed, held: &Held, faults: Faults) -> Page {
    let lang = language(headers);
    let t = WORDS.in_language(lang);
    let has_one = held.set_at.is_some();
    let title = t.text(if has_one { "password-change-title" } else { "password-set-title" });
    Page {
        frame: Frame::new(&people.site, lang, title.clone()).style(STYLE).module(SHOW).signed(signed.shown()),
        title,
        email: held.email.clone(),
        has_one,
        ask_old: has_one && !held.fresh,
        notice: faults.notice,
        old_wrong: faults.old,
        new_wrong: faults.new,
        help: faults.help,
        rule: t.with("password-rule", &[("least", PASSWORD_SHORTEST.into())]),
        t,
    }
}
