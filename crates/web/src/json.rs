//! JSON bodies and queries whose faults are problem documents that say where.

use crate::problem::Fault;
use crate::{Problem, WORDS};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, OptionalFromRequest, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

/// A JSON body. What cannot be read is answered by a problem that says where and why. Also taken as `Option`: nobody
/// sent a body.
#[derive(Debug, Clone, Copy)]
pub struct Json<T>(pub T);

/// The query of an address. A parameter that cannot be read is answered by a problem that names it.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        is_json(request.headers())?;
        let body = Bytes::from_request(request, state).await.map_err(|rejection| unread(&rejection))?;
        parse(&body).map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> OptionalFromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, Problem> {
        let kind = is_json(request.headers());
        let body = Bytes::from_request(request, state).await.map_err(|rejection| unread(&rejection))?;
        if body.is_empty() {
            return Ok(None);
        }
        kind?;
        parse(&body).map(|it| Some(Self(it)))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    #[expect(clippy::disallowed_types, reason = "the API has no lists in queries, and must see an empty value")]
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(rejection) => {
                let t = WORDS.in_language("en");
                let say = t.with("problem-query-say", &[("detail", rejection.body_text().into())]);
                Err(Problem::new(StatusCode::BAD_REQUEST, "problem-query").say(say))
            }
        }
    }
}

/// Reads a body that was checked to say what it is.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer(error.path());
        refused(error.inner(), Some(pointer))
    })?;
    reader.end().map_err(|error| refused(&error, None))?;
    Ok(read)
}

fn refused(error: &serde_json::Error, pointer: Option<String>) -> Problem {
    let t = WORDS.in_language("en");
    let say = t.with("problem-json-say", &[("detail", error.to_string().into())]);
    let is_json = error.classify() == serde_json::error::Category::Data;
    let status = if is_json { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::BAD_REQUEST };
    let problem = Problem::new(status, if is_json { "problem-fields" } else { "problem-json" }).say(say);
    match pointer.filter(|_| is_json) {
        Some(pointer) => problem.fault(Fault::at(pointer, error.to_string())),
        None => problem,
    }
}

fn unread(rejection: &BytesRejection) -> Problem {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::too_large();
    }
    Problem::new(StatusCode::BAD_REQUEST, "problem-json").say(WORDS.in_language("en").text("problem-body-cut-say"))
}

/// Whether a body says that it is JSON.
fn is_json(headers: &HeaderMap) -> Result<(), Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let fits = kind == "application/json" || kind.starts_with("application/") && kind.ends_with("+json");
    if fits { Ok(()) } else { Err(Problem::unsupported()) }
}

/// RFC 6901: `/takes/0/text`.
fn pointer(path: &Path) -> String {
    path.iter().fold(String::new(), |mut pointer, segment| {
        let word = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.clone(),
            Segment::Enum { variant } => variant.clone(),
            Segment::Unknown => return pointer,
        };
        pointer.push('/');
        pointer.push_str(&word.replace('~', "~0").replace('/', "~1"));
        pointer
    })
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::Problem;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Take {
        #[serde(rename = "text")]
        _text: String,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[serde(rename = "takes")]
        _takes: Vec<Take>,
    }

    fn refusal(text: &str) -> (u16, &'static str, Vec<String>) {
        let problem: Problem = parse::<Body>(text.as_bytes()).unwrap_err();
        let places = problem.faults().iter().map(|it| it.place().to_owned()).collect();
        (problem.status().as_u16(), problem.key(), places)
    }

    #[test]
    fn a_fault_says_where_it_is() {
        for (text, status, key, place) in [
            ("{\"takes\":", 400, "problem-json", &[][..]),
            ("{\"takes\":[]} x", 400, "problem-json", &[]),
            ("", 400, "problem-json", &[]),
            ("{\"takes\":[{\"text\":\"a\"},{\"text\":7}]}", 422, "problem-fields", &["/takes/1/text"]),
            ("{\"takes\":[{\"tex\":\"a\"}]}", 422, "problem-fields", &["/takes/0/tex"]),
            ("{\"takes\":[],\"a/b~c\":1}", 422, "problem-fields", &["/a~1b~0c"]),
            ("[]", 422, "problem-fields", &[""]),
        ] {
            let places: Vec<_> = place.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(refusal(text), (status, key, places), "{text}");
        }
        assert!(parse::<Body>(b"{\"takes\":[{\"text\":\"a\"}]} \n").is_ok());
    }
}
