//! JSON bodies whose faults are problem documents.

use crate::{Problem, WORDS};
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

/// A JSON body. What cannot be read is answered by a problem that says where and why.
#[derive(Debug, Clone, Copy)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match axum::Json::<T>::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(problem(&rejection)),
        }
    }
}

fn problem(rejection: &JsonRejection) -> Problem {
    let status = match rejection {
        JsonRejection::JsonSyntaxError(_) => StatusCode::BAD_REQUEST,
        other => other.status(),
    };
    let t = WORDS.in_language("en");
    let mut detail = rejection.body_text();
    let mut source = std::error::Error::source(rejection);
    while let Some(error) = source {
        let text = error.to_string();
        if !detail.contains(&text) {
            detail = format!("{detail}: {text}");
        }
        source = error.source();
    }
    Problem::new(status, "problem-json").say(t.with("problem-json-say", &[("detail", detail.into())]))
}
