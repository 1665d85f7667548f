//! The list of what the company stands for.

use super::{frame, language};
use crate::store::ValueRow;
use crate::{Feedback, FeedbackError, WORDS, access, values};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use people::Signed;
use serde::Deserialize;
use uuid::Uuid;
use web::{Frame, Outcome, Words};

#[derive(Template, WebTemplate)]
#[template(path = "feedback/values.html")]
struct Page {
    frame: Frame,
    t: Words,
    values: Vec<ValueRow>,
    fault: Option<String>,
    typed: String,
    is_full: bool,
}

/// What is done to the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    r#do: String,
    words: String,
    value: String,
}

/// GET /feedback/values
pub(super) async fn show(State(feedback): State<Feedback>, signed: Signed, headers: HeaderMap) -> Outcome<Response> {
    access::values(&signed)?;
    Ok(page(&feedback, &signed, &headers, None, "").await?.into_response())
}

async fn page(
    feedback: &Feedback,
    signed: &Signed,
    headers: &HeaderMap,
    fault: Option<String>,
    typed: &str,
) -> Outcome<Page> {
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let values = values::all(&mut tx).await.map_err(FeedbackError::from)?;
    drop(tx);
    let (frame, t) = frame(feedback, signed, headers, "feedback-values-title");
    Ok(Page { is_full: values.len() >= values::MOST, values, fault, typed: typed.to_owned(), frame, t })
}

/// POST /feedback/values
pub(super) async fn change(
    State(feedback): State<Feedback>,
    signed: Signed,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    access::values(&signed)?;
    let me = signed.person.id;
    let done = match sent.r#do.as_str() {
        "add" => values::add(&feedback, Some(me), &sent.words).await,
        "forget" => {
            let id: Uuid = sent.value.parse().map_err(|_| FeedbackError::Hidden)?;
            values::forget(&feedback, me, id).await
        }
        _ => Err(FeedbackError::Hidden),
    };
    match done {
        Ok(()) => Ok(Redirect::to("/feedback/values").into_response()),
        Err(error @ (FeedbackError::Line(_) | FeedbackError::ManyValues)) => {
            let say = error.say(&WORDS.in_language(language(&headers)));
            let page = page(&feedback, &signed, &headers, Some(say), &sent.words).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
