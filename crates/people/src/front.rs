//! The front door of the API: who asks, whether a token may, how often, once or again, and whether anything is new.
//!
//! It stands before the handlers of `/api/v1` and nowhere else, so a token opens no page and no socket.

mod limit;
mod once;
mod tag;

use crate::model::token::Scope;
use crate::tokens::{self, Bearer};
use crate::{People, WORDS, pages, signed};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use limit::{Limiter, Taken};
use once::Live;
pub use once::forget_answers;
use std::collections::BTreeMap;
use std::sync::Arc;
use web::Problem;

/// Requests per minute and token, unless the installation says otherwise.
pub const USUAL_RATE: u32 = 600;

/// What a token must be made for, to do this. Nothing where any token will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// Object of the row of the matrix.
    pub object: &'static str,
    /// Action of the row.
    pub action: &'static str,
    /// The scope.
    pub scope: Option<Scope>,
    /// Who asks.
    pub who: Asks,
}

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Programs with a token, and browsers with a session.
    Everybody,
    /// Programs and browsers, too; what they are answered is kept nowhere, so a key is not looked at.
    Unkept,
    /// A session alone. What it is answered is kept nowhere: it would tie a person to a voice.
    Session,
}

impl Needs {
    /// A row, short enough to be read as a table.
    pub const fn new(object: &'static str, action: &'static str, scope: Option<Scope>) -> Self {
        Self { object, action, scope, who: Asks::Everybody }
    }

    /// A row whose answers are kept nowhere.
    pub const fn unkept(object: &'static str, action: &'static str, scope: Option<Scope>) -> Self {
        Self { object, action, scope, who: Asks::Unkept }
    }

    /// A row that no token may ask for.
    pub const fn session(object: &'static str, action: &'static str) -> Self {
        Self { object, action, scope: None, who: Asks::Session }
    }
}

/// An endpoint of the API and what it needs.
pub type Rule = ((Method, &'static str), Option<Needs>);

/// What the door knows. Cheap to clone.
#[derive(Clone)]
pub struct Front {
    people: People,
    rules: Arc<BTreeMap<String, Option<Needs>>>,
    limiter: Arc<Limiter>,
    live: Arc<Live>,
}

impl Front {
    /// A door for these endpoints, which lets a token in this often a minute.
    pub fn new(people: People, rules: impl IntoIterator<Item = Rule>, rate: u32) -> Self {
        let rules = rules.into_iter().map(|((method, path), needs)| (place(&method, path), needs)).collect();
        Self { people, rules: Arc::new(rules), limiter: Arc::new(Limiter::of(rate)), live: Arc::default() }
    }

    /// What a request needs. A request that leads nowhere needs nothing: it is told so.
    fn needs(&self, request: &Request) -> Option<Needs> {
        let path = request.extensions().get::<MatchedPath>()?;
        let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
        self.rules.get(&place(method, path.as_str())).copied().flatten()
    }
}

fn place(method: &Method, path: &str) -> String {
    format!("{method} {path}")
}

/// Lets a request in, or says why not.
pub async fn pass(State(front): State<Front>, mut request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/api/v1/") {
        return next.run(request).await;
    }
    let mut taken = None;
    if let Some(shown) = request.headers().get(header::AUTHORIZATION).cloned() {
        let bearer = match authenticate(&front.people, &shown).await {
            Ok(bearer) => bearer,
            Err(refusal) => return challenged(refusal),
        };
        let counted = front.limiter.take(bearer.token.id, front.people.ambient.now());
        if let Some(refusal) = counted.refusal() {
            return counted.told(refusal.into_response());
        }
        taken = Some(counted);
        let needs = front.needs(&request);
        if needs.is_some_and(|it| it.who == Asks::Session) {
            return told(taken, session_only().into_response());
        }
        if let Some(scope) = needs.and_then(|it| it.scope).filter(|scope| !bearer.has(*scope)) {
            return told(taken, out_of_scope(scope).into_response());
        }
        request.extensions_mut().insert(bearer);
    }
    told(taken, challenged(answer(&front, request, next).await))
}

async fn answer(front: &Front, request: Request, next: Next) -> Response {
    match *request.method() {
        Method::POST if front.needs(&request).is_some_and(|it| it.who != Asks::Everybody) => next.run(request).await,
        Method::POST if request.headers().contains_key(once::KEY) => {
            let bearer = request.extensions().get::<Bearer>().cloned();
            let headers = request.headers().clone();
            match signed::whoever(&front.people, &headers, bearer.as_ref()).await {
                Ok(Some(signed)) => once::run(front, &signed, request, next).await,
                // Nobody's request changes nothing: the handler says so.
                Ok(None) => next.run(request).await,
                Err(error) => pages::failed(&error),
            }
        }
        Method::GET => tag::fresh(request, next).await,
        _ => next.run(request).await,
    }
}

fn told(taken: Option<Taken>, response: Response) -> Response {
    match taken {
        Some(taken) => taken.told(response),
        None => response,
    }
}

/// Who shows this. Whatever is shown decides: a cookie beside it is not looked at.
async fn authenticate(people: &People, shown: &HeaderValue) -> Result<Bearer, Response> {
    let text = shown.to_str().unwrap_or_default();
    let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
    let found = if scheme.eq_ignore_ascii_case("bearer") {
        tokens::bearer(people, token.trim()).await.map_err(|error| pages::failed(&error))?
    } else {
        None
    };
    found.ok_or_else(|| {
        let say = WORDS.in_language("en").text("token-unknown");
        Problem::new(StatusCode::UNAUTHORIZED, "token-unknown").say(say).into_response()
    })
}

fn session_only() -> Problem {
    let say = WORDS.in_language("en").text("token-not-here");
    Problem::new(StatusCode::FORBIDDEN, "token-not-here").say(say)
}

fn out_of_scope(scope: Scope) -> Problem {
    let say = WORDS.in_language("en").with("token-out-of-scope", &[("scope", scope.key().into())]);
    Problem::new(StatusCode::FORBIDDEN, "token-out-of-scope").say(say)
}

/// Whoever is not known is told what to show.
fn challenged(mut response: Response) -> Response {
    if response.status() == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Bearer realm=\"candor\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}
