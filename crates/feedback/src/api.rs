//! The JSON side, under `/api/v1/feedback`: what one received and gave, as the pages show it.

use crate::look::{self, Given, Seen};
use crate::{Feedback, FeedbackError, access};
use axum::Json;
use axum::extract::State;
use people::Signed;
use people::routes::Routes;
use serde_json::{Value, json};
use web::Outcome;

pub(crate) fn routes() -> Routes<Feedback> {
    Routes::new().get("/api/v1/feedback/received", ("feedback", "read"), received).get(
        "/api/v1/feedback/given",
        ("feedback", "read"),
        given,
    )
}

/// GET /api/v1/feedback/received
async fn received(State(feedback): State<Feedback>, signed: Signed) -> Outcome<Json<Value>> {
    access::signed(&signed, "read")?;
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let seen = look::inbox(&mut tx, signed.person.id).await?;
    Ok(Json(json!({ "data": seen.iter().map(seen_body).collect::<Vec<_>>() })))
}

/// What is hidden is null.
fn seen_body(it: &Seen) -> Value {
    json!({
        "id": it.id,
        "subject": { "id": it.subject.0, "name": it.subject.1 },
        "kind": it.kind.key(),
        "identity": it.identity.key(),
        "writer": it.writer.as_ref().map(|(id, name)| json!({ "id": id, "name": name })),
        "happened": it.words.as_ref().map(|words| &words.happened),
        "effect": it.words.as_ref().map(|words| &words.effect),
        "next": it.words.as_ref().map(|words| &words.next),
        "event_on": it.occasion.as_ref().map(|(day, _)| day.to_string()),
        "shows": it.occasion.as_ref().map(|(_, shows)| shows),
        "question": it.question,
        "arrived_on": it.day.to_string(),
        "read": it.is_read,
        "thanked": it.is_thanked,
        "helped": it.helped,
        "kept": it.is_kept,
        "retracted": it.is_gone,
    })
}

/// GET /api/v1/feedback/given
async fn given(State(feedback): State<Feedback>, signed: Signed) -> Outcome<Json<Value>> {
    access::signed(&signed, "read")?;
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let given = look::given(&mut tx, signed.person.id).await?;
    Ok(Json(json!({ "data": given.iter().map(given_body).collect::<Vec<_>>() })))
}

fn given_body(it: &Given) -> Value {
    json!({
        "id": it.id,
        "subject": { "id": it.subject.0, "name": it.subject.1 },
        "kind": it.kind.key(),
        "identity": it.identity.key(),
        "state": it.state.key(),
        "happened": it.words.happened,
        "effect": it.words.effect,
        "next": it.words.next,
        "event_on": it.event_on,
        "read": it.is_read,
        "thanked": it.is_thanked,
        "helped": it.helped,
    })
}
