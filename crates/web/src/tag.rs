//! Versions on the wire: `ETag` out, `If-Match` and `If-None-Match` in.

use crate::{Fault, Problem, WORDS};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponseParts, ResponseParts};
use sha2::{Digest, Sha256};
use std::convert::Infallible;
use std::fmt::Display;

/// What a record is now, as one quoted word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag(String);

impl Tag {
    /// From numbers that only grow.
    pub fn of(version: impl Display) -> Self {
        Self(format!("\"{version}\""))
    }

    /// From the bytes of an answer.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let hex = Sha256::digest(bytes).iter().take(12).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        Self(format!("\"{hex}\""))
    }

    /// From a header that was written by [`Tag`].
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() > 2 && text.starts_with('"') && text.ends_with('"')).then(|| Self(text.to_owned()))
    }

    /// As it stands in a header.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a reader who sent these headers has this already.
    pub fn is_known(&self, headers: &HeaderMap) -> bool {
        named(headers, header::IF_NONE_MATCH).is_some_and(|tags| holds(&tags, &self.0, Weak::Counts))
    }
}

impl IntoResponseParts for Tag {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        if let Ok(value) = HeaderValue::from_str(&self.0) {
            parts.headers_mut().insert(header::ETAG, value);
        }
        Ok(parts)
    }
}

/// What whoever changes something has seen of it: `If-Match`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen(Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for Seen {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(named(&parts.headers, header::IF_MATCH)))
    }
}

impl Seen {
    /// The version to change: `now` if the header names it, else the one the body names. What is not so any more is
    /// refused with 412, and a change that names nothing with 428.
    pub fn version(&self, now: &Tag, version: i64, body: Option<i64>) -> Result<i64, Problem> {
        match (&self.0, body) {
            (Some(tags), _) if holds(tags, &now.0, Weak::DoesNotCount) => Ok(version),
            (Some(_), _) => Err(unmet()),
            (None, Some(seen)) => Ok(seen),
            (None, None) => {
                let say = WORDS.in_language("en").text("problem-unconditional-say");
                let problem = Problem::new(StatusCode::PRECONDITION_REQUIRED, "problem-unconditional");
                Err(problem.say(say.clone()).fault(Fault::in_header("If-Match", say)))
            }
        }
    }

    /// Whether the header named anything.
    pub fn is_given(&self) -> bool {
        self.0.is_some()
    }
}

/// The record is not any more as the header says.
pub fn unmet() -> Problem {
    let say = WORDS.in_language("en").text("problem-unmet-say");
    Problem::new(StatusCode::PRECONDITION_FAILED, "problem-unmet").say(say)
}

/// Whether a tag that is marked as weak may be equal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weak {
    Counts,
    DoesNotCount,
}

fn named(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let all: Vec<_> = headers.get_all(name).iter().map(|it| String::from_utf8_lossy(it.as_bytes())).collect();
    (!all.is_empty()).then(|| all.join(","))
}

fn holds(tags: &str, tag: &str, weak: Weak) -> bool {
    tags.split(',').map(str::trim).any(|it| match it.strip_prefix("W/") {
        Some(it) => weak == Weak::Counts && it == tag,
        None => it == "*" || it == tag,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn a_change_names_what_it_has_seen() {
        let now = Tag::of("3.0");
        let seen = |header: Option<&str>, body| {
            let answer = Seen(header.map(str::to_owned)).version(&now, 3, body);
            answer.map_err(|problem| problem.status().as_u16())
        };
        assert_eq!(seen(Some("\"3.0\""), None), Ok(3));
        assert_eq!(seen(Some("\"1\", \"3.0\""), Some(1)), Ok(3));
        assert_eq!(seen(Some("*"), None), Ok(3));
        assert_eq!(seen(None, Some(2)), Ok(2));
        assert_eq!(seen(None, None), Err(428));
        for other in ["\"3\"", "W/\"3.0\"", "3.0", "", "x"] {
            assert_eq!(seen(Some(other), Some(3)), Err(412), "{other}");
        }
    }

    #[test]
    fn a_reader_who_knows_it_is_told_so() {
        let tag = Tag::of_bytes(b"x");
        assert_ne!(tag, Tag::of_bytes(b"y"));
        for (value, known) in
            [(tag.as_str(), true), ("*", true), ("\"x\"", false), (&format!("\"a\", W/{}", tag.as_str()), true)]
        {
            assert_eq!(tag.is_known(&headers(header::IF_NONE_MATCH, value)), known, "{value}");
        }
        assert!(!tag.is_known(&HeaderMap::new()));
    }
}
