//! Refusals: a page for people, an RFC 9457 document for programs.

use crate::{Frame, Site, WORDS};
use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// The answer of a handler that can refuse.
pub type Outcome<T> = Result<T, Problem>;

/// A refusal: what happened, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    key: &'static str,
    say: Option<String>,
    // In a box, so that every answer of a handler is small.
    offer: Option<Box<Offer>>,
    faults: Vec<Fault>,
}

/// One thing that is wrong with what was sent, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    detail: String,
    #[serde(flatten)]
    place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Place {
    /// In the body: an RFC 6901 pointer.
    Pointer(String),
    /// In the query.
    Parameter(&'static str),
    /// In the head.
    Header(&'static str),
}

impl Fault {
    /// In the body, at an RFC 6901 pointer such as `/takes/0/text`.
    pub fn at(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), place: Place::Pointer(pointer.into()) }
    }

    /// In a parameter of the query.
    pub fn in_query(parameter: &'static str, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), place: Place::Parameter(parameter) }
    }

    /// In a header.
    pub fn in_header(header: &'static str, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), place: Place::Header(header) }
    }

    /// The pointer, or the name of the parameter or header.
    pub fn place(&self) -> &str {
        match &self.place {
            Place::Pointer(pointer) => pointer,
            Place::Parameter(name) | Place::Header(name) => name,
        }
    }
}

/// A way on from a refusal: a button below it that sends one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Where it is sent.
    pub action: &'static str,
    /// The field.
    pub name: &'static str,
    /// What it holds.
    pub value: &'static str,
    /// The words on the button.
    pub button: String,
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "<[Fault]>::is_empty")]
    errors: &'a [Fault],
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Page {
    frame: Frame,
    status: u16,
    say: String,
    offer: Option<Offer>,
    /// Where the offer leads back to.
    back: String,
}

impl Problem {
    /// A refusal with this status; `key` tells programs its kind.
    pub fn new(status: StatusCode, key: &'static str) -> Self {
        Self { status, key, say: None, offer: None, faults: Vec::new() }
    }

    /// The body is larger than the server takes.
    pub fn too_large() -> Self {
        let say = WORDS.in_language("en").with("problem-too-large-say", &[("most", (crate::BODY / 1024).into())]);
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large").say(say)
    }

    /// The body is of another kind than the server reads here.
    pub fn unsupported() -> Self {
        let say = WORDS.in_language("en").text("problem-content-type-say");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-type").say(say)
    }

    /// The records cannot be reached now: nothing was changed, and whoever asks again may be luckier.
    pub fn unavailable() -> Self {
        let say = WORDS.in_language("en").text("problem-say-unavailable");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable").say(say)
    }

    /// The records can be read, and there is no room to write.
    pub fn no_room() -> Self {
        let say = WORDS.in_language("en").text("problem-say-no-room");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "no-room").say(say)
    }

    /// What to tell the person.
    #[must_use]
    pub fn say(mut self, text: impl Into<String>) -> Self {
        self.say = Some(text.into());
        self
    }

    /// A way on, for people; programs are told in words.
    #[must_use]
    pub fn offer(mut self, offer: Offer) -> Self {
        self.offer = Some(Box::new(offer));
        self
    }

    /// One more thing that is wrong, and where.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// What is wrong, and where.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Its kind.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// The page that explains its kind.
    pub fn page_path(&self) -> String {
        format!("/problems/{}", self.key.trim_start_matches("problem-").replace('_', "-"))
    }

    fn title(&self) -> String {
        let t = WORDS.in_language("en");
        match self.status.as_u16() {
            code @ (401 | 403 | 404 | 405 | 409 | 410 | 412 | 413 | 415 | 422 | 428 | 429 | 503) => {
                t.text(&format!("problem-title-{code}"))
            }
            code if code >= 500 => t.text("problem-title-500"),
            _ => t.text("problem-title-400"),
        }
    }

    fn detail(&self) -> String {
        self.say.clone().unwrap_or_else(|| {
            let t = WORDS.in_language("en");
            match self.status.as_u16() {
                404 => t.text("problem-say-404"),
                405 => t.text("problem-say-405"),
                code if code >= 500 => t.text("problem-say-500"),
                _ => self.title(),
            }
        })
    }

    fn document(&self) -> Response {
        let detail = self.detail();
        let (kind, title, status) = (self.page_path(), self.title(), self.status.as_u16());
        let document = Document { kind, title, status, detail: &detail, errors: &self.faults };
        // Four plain fields always serialise.
        let body = serde_json::to_string(&document).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        (self.status, [(header::CONTENT_TYPE, kind)], body).into_response()
    }

    fn page(&self, site: &Site, back: String) -> Response {
        let frame = Frame::new(site, "en", self.title()).body("narrow");
        let page = Page {
            frame,
            status: self.status.as_u16(),
            say: self.detail(),
            offer: self.offer.as_deref().cloned(),
            back,
        };
        match page.render() {
            Ok(html) => (self.status, axum::response::Html(html)).into_response(),
            Err(_) => self.document(),
        }
    }
}

impl IntoResponse for Problem {
    /// A document; [`negotiate`] makes a page of it where a person asks.
    fn into_response(self) -> Response {
        let mut response = self.document();
        response.extensions_mut().insert(self);
        response
    }
}

/// Whether a program asks rather than a person.
pub fn wants_json(path: &str, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok()).unwrap_or_default();
    let accept = text(header::ACCEPT);
    is_api(path)
        || text(header::CONTENT_TYPE).starts_with("application/json")
        || (accept.contains("json") && !accept.contains("text/html"))
}

/// Makes a page of a refusal where a person asks, and gives bare 404 and 405 answers their words.
pub(crate) async fn negotiate(site: Site, request: Request, next: Next) -> Response {
    let json = wants_json(request.uri().path(), request.headers());
    let asset = request.uri().path().starts_with("/assets/");
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    let back = if looks { request.uri().path_and_query().map(ToString::to_string) } else { None }.unwrap_or_default();
    // The API answers programs alone, whose every address is made of ids.
    let looks = looks || is_api(request.uri().path());
    let mut response = next.run(request).await;
    let status = response.status();
    let refused = response.extensions_mut().remove::<Problem>();
    let said = refused.is_some();
    let problem = refused.or_else(|| {
        let kind = response.headers().get(header::CONTENT_TYPE);
        // What an extractor refuses it explains in plain text, to programmers.
        let plain = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
        if plain && status.is_client_error() {
            // An address whose parts cannot be read leads nowhere.
            let nowhere = looks && status == StatusCode::BAD_REQUEST;
            let status = if nowhere { StatusCode::NOT_FOUND } else { status };
            return Some(Problem::new(status, if nowhere { "not-found" } else { "bad-request" }));
        }
        let bare = kind.is_none();
        let key = match status {
            StatusCode::NOT_FOUND => "not-found",
            StatusCode::METHOD_NOT_ALLOWED => "method-not-allowed",
            StatusCode::PAYLOAD_TOO_LARGE => "too-large",
            StatusCode::INTERNAL_SERVER_ERROR => "internal",
            _ => return None,
        };
        (bare && !asset).then(|| Problem::new(status, key))
    });
    let Some(problem) = problem else { return response };
    if json && said {
        // It is the document already, with the headers of whoever refused.
        return again_later(response);
    }
    let mut answer = if json { problem.document() } else { problem.page(&site, back) };
    for name in [header::ALLOW, header::SET_COOKIE, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    again_later(answer)
}

/// What may pass soon says when to ask again.
fn again_later(mut answer: Response) -> Response {
    if answer.status() == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().entry(header::RETRY_AFTER).or_insert(HeaderValue::from_static("2"));
    }
    answer
}

fn is_api(path: &str) -> bool {
    path.starts_with("/api/")
}
