//! The JSON side of feedback, under `/api/v1`, over the same functions as the pages. What somebody thinks of a piece in
//! private, and the own collection of goals, stay on the pages.

mod asks;
mod given;
mod hints;
mod promise;
mod received;

use crate::Feedback;
use people::PersonId;
use people::front::Needs;
use people::model::token::Scope;
use people::routes::Routes;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

/// This crate's part of the API's document.
#[derive(Debug, Clone, Copy, OpenApi)]
#[openapi(paths(
    received::list,
    received::one,
    received::act,
    promise::promise,
    given::list,
    given::create,
    given::one,
    given::replace,
    given::act,
    asks::list,
    asks::create,
    asks::one,
    asks::act,
    asks::tasks,
    asks::answer_task,
    hints::hints
))]
pub struct Document;

/// What a token must be made for.
pub const NEEDS: &[Needs] = &[
    Needs::new("feedback", "read", Some(Scope::FeedbackRead)),
    Needs::new("feedback", "use", Some(Scope::FeedbackWrite)),
    Needs::new("feedback", "write", Some(Scope::FeedbackWrite)),
    Needs::new("feedback", "ask", Some(Scope::FeedbackWrite)),
    Needs::new("feedback", "answer", Some(Scope::FeedbackWrite)),
    Needs::unkept("feedback", "coach", None),
];

/// Every endpoint of this room.
pub(crate) fn routes() -> Routes<Feedback> {
    Routes::new()
        .get("/api/v1/feedback/received", ("feedback", "read"), received::list)
        .get("/api/v1/feedback/received/{id}", ("feedback", "read"), received::one)
        .post("/api/v1/feedback/received/{id}/actions", ("feedback", "use"), received::act)
        .get("/api/v1/feedback/promise", ("feedback", "read"), promise::promise)
        .get("/api/v1/feedback/given", ("feedback", "read"), given::list)
        .post("/api/v1/feedback/given", ("feedback", "write"), given::create)
        .get("/api/v1/feedback/given/{id}", ("feedback", "read"), given::one)
        .put("/api/v1/feedback/given/{id}", ("feedback", "write"), given::replace)
        .post("/api/v1/feedback/given/{id}/actions", ("feedback", "write"), given::act)
        .get("/api/v1/feedback/asks", ("feedback", "read"), asks::list)
        .post("/api/v1/feedback/asks", ("feedback", "ask"), asks::create)
        .get("/api/v1/feedback/asks/{id}", ("feedback", "read"), asks::one)
        .post("/api/v1/feedback/asks/{id}/actions", ("feedback", "ask"), asks::act)
        .get("/api/v1/feedback/tasks", ("feedback", "read"), asks::tasks)
        .post("/api/v1/feedback/tasks/{id}/actions", ("feedback", "answer"), asks::answer_task)
        .post("/api/v1/feedback/hints", ("feedback", "coach"), hints::hints)
}

/// Somebody by name.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = FeedbackPerson)]
pub(crate) struct PersonAnswer {
    /// Id.
    #[schema(value_type = uuid::Uuid)]
    id: PersonId,
    /// Name.
    name: String,
}

impl PersonAnswer {
    fn of(it: (PersonId, String)) -> Self {
        Self { id: it.0, name: it.1 }
    }
}
