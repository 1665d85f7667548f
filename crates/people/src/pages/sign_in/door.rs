//! The page that lets people in.

use super::{SHOW, STYLE, language, wait_words};
use crate::access::Deny;
use crate::model::Email;
use crate::pages::{failed, landed, unavailable};
use crate::sign_in::Caller;
use crate::sign_in::door::{DoorError, by_password};
use crate::sign_in::limits::TooMany;
use crate::sign_in::ways::{Piece, To, offered};
use crate::signed::{MaybeSigned, no_session_cookie};
use crate::{People, WORDS, links};
use askama::Template;
use askama_web::WebTemplate;
use axum::Form;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Query;
use serde::Deserialize;
use web::{Frame, Problem, Words, wants_json};

/// The page, and what of it is offered.
#[derive(Template, WebTemplate)]
#[template(path = "people/sign_in/door.html")]
pub(super) struct Door {
    frame: Frame,
    t: Words,
    already: Option<String>,
    /// What happened before.
    notice: Option<String>,
    pieces: Vec<Piece>,
    /// Mail and password are switched on.
    local: bool,
    /// Letters are sent.
    mail: bool,
    to: String,
    email: String,
    email_wrong: Option<String>,
    password_wrong: Option<String>,
}

/// Where somebody wants to go after signing in.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    to: String,
}

/// What was typed; comes back unchanged when something is wrong with it, but for the password.
#[derive(Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    pub(super) email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    pub(super) to: String,
    /// They are to prove anew who they are; nobody types that.
    #[serde(skip)]
    again: bool,
}

/// What is wrong with it, by keys.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Faults {
    pub(super) email: Option<&'static str>,
    pub(super) password: Option<&'static str>,
}

/// GET /sign-in
pub(super) async fn show(
    State(people): State<People>,
    signed: MaybeSigned,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let typed = Typed { to: asked.to, ..Typed::default() };
    page(&people, &headers, typed, Faults::default(), Some(&signed)).into_response()
}

/// What somebody gets who must sign in first.
pub(crate) fn unsigned(people: &People, request: &Parts) -> Response {
    if wants_json(request.uri.path(), &request.headers) {
        return Deny::SignIn.problem().into_response();
    }
    // A form cannot be sent again from here.
    let to = match (&request.method, request.uri.path_and_query()) {
        (&Method::GET, Some(path)) => path.as_str().to_owned(),
        _ => String::new(),
    };
    let typed = Typed { to, ..Typed::default() };
    (StatusCode::UNAUTHORIZED, page(people, &request.headers, typed, Faults::default(), None)).into_response()
}

/// POST /sign-in/password
pub(super) async fn enter(
    State(people): State<People>,
    caller: Caller,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Response {
    let email = Email::parse(&typed.email);
    let faults = Faults {
        email: email.is_none().then_some("signin-email-wrong"),
        password: typed.password.is_empty().then_some("signin-password-empty"),
    };
    let (Some(email), None) = (&email, faults.password) else {
        return refused(&people, &headers, typed, faults);
    };
    match by_password(&people, email, &typed.password, &typed.to, &caller).await {
        Ok(begun) => landed(&people, &begun),
        Err(DoorError::Wrong) => {
            let faults = Faults { email: None, password: Some("signin-wrong") };
            refused(&people, &headers, typed, faults)
        }
        Err(e) => trouble(&people, &headers, typed, e),
    }
}

/// The page again, with what is wrong.
pub(super) fn refused(people: &People, headers: &HeaderMap, typed: Typed, faults: Faults) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page(people, headers, typed, faults, None)).into_response()
}

/// What is nobody's fault, or too much.
pub(super) fn trouble(people: &People, headers: &HeaderMap, typed: Typed, e: DoorError) -> Response {
    match e {
        DoorError::Closed => Problem::new(StatusCode::NOT_FOUND, "not-found").into_response(),
        DoorError::TooMany(it) => too_many(people, headers, typed, it),
        DoorError::Busy => {
            let say = WORDS.in_language(language(headers)).text("signin-busy");
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy").say(say).into_response()
        }
        DoorError::Db(e) => unavailable(e).into_response(),
        DoorError::Wrong | DoorError::Failed => {
            tracing::error!(error = %e, "signing in");
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal").into_response()
        }
    }
}

/// The page for somebody who must sign in again before going on to `to`.
pub(crate) fn again(people: &People, headers: &HeaderMap, to: &str) -> Response {
    let typed = Typed { to: to.to_owned(), again: true, ..Typed::default() };
    let mut page = page(people, headers, typed, Faults::default(), None);
    page.notice = Some(page.t.text("signin-again"));
    (StatusCode::FORBIDDEN, page).into_response()
}

/// The page for somebody who tried too often.
pub(crate) fn too_many(people: &People, headers: &HeaderMap, typed: Typed, refused: TooMany) -> Response {
    let mut page = page(people, headers, typed, Faults::default(), None);
    let mut say = wait_words(&page.t, refused.wait);
    if people.sign_in.mails_links() {
        say.push(' ');
        say.push_str(&page.t.text("too-many-mail"));
    }
    page.notice = Some(say);
    let mut response = (StatusCode::TOO_MANY_REQUESTS, page).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(refused.wait.as_secs().unsigned_abs() + 1));
    response
}

fn page(people: &People, headers: &HeaderMap, typed: Typed, faults: Faults, signed: Option<&MaybeSigned>) -> Door {
    let lang = language(headers);
    let t = WORDS.in_language(lang);
    let pieces = offered(people, lang, To { path: &typed.to, again: typed.again });
    let mut frame = Frame::new(&people.site, lang, t.text("signin-title")).style(STYLE).module(SHOW);
    for piece in &pieces {
        frame.styles.extend(piece.style);
        frame.modules.extend(piece.module);
    }
    let person = signed.and_then(|it| it.person.as_ref());
    Door {
        frame: frame.signed(signed.and_then(MaybeSigned::shown)),
        already: person.map(|p| t.with("signin-already", &[("name", p.name.as_str().into())])),
        notice: None,
        pieces,
        local: people.sign_in.is_local(),
        mail: people.sign_in.mails_links(),
        to: typed.to,
        email: typed.email,
        email_wrong: faults.email.map(|key| t.text(key)),
        password_wrong: faults.password.map(|key| t.text(key)),
        t,
    }
}

/// POST /sign-out. Ends the session in the table and in the browser; harmless without one.
pub(super) async fn leave(State(people): State<People>, caller: Caller) -> Response {
    let next = crate::pages::oidc::after(&people, caller.session.as_ref()).await;
    if let Some(session) = caller.session
        && let Err(e) = links::sign_out(&people, &session).await
    {
        return failed(&e);
    }
    let gone = [(header::SET_COOKIE, no_session_cookie(&people.site))];
    (gone, Redirect::to(&next)).into_response()
}
