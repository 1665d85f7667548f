//! What would be promised, before anything is written.

use super::PersonAnswer;
use crate::desk::{self, Setting};
use crate::model::{Contract, Identity, Kind, TaskId};
use crate::{Feedback, FeedbackError, access};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::civil::Date;
use people::{PersonId, Signed};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Fault, Outcome, Problem, Query};

/// About whom, and in answer to what.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Id of whom it would be about.
    #[param(value_type = uuid::Uuid)]
    to: String,
    /// Id of the task that it would answer.
    #[param(value_type = Option<uuid::Uuid>)]
    task: Option<String>,
    /// When it happened, `2026-03-04`; today unless said otherwise.
    #[param(value_type = Option<String>, format = Date)]
    event_on: Option<String>,
}

/// Whose name may stand at a piece, and who would read it then.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = FeedbackPromises)]
pub(super) struct PromisesAnswer {
    /// About whom.
    about: PersonAnswer,
    /// What you are to them.
    kind: Kind,
    /// What you may choose from, the usual first.
    choices: Vec<PromiseAnswer>,
}

/// One choice.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = FeedbackPromise)]
pub(super) struct PromiseAnswer {
    /// Whose name stands at it.
    identity: Identity,
    /// Everybody who reads it, by name.
    readers: Vec<PersonAnswer>,
    /// Writers in the smallest batch; null where it arrives by itself.
    k: Option<u32>,
    /// To be named when it is sent: if the promise is another one by then, nothing is sent.
    promise: String,
}

impl PromiseAnswer {
    fn of(it: &Contract) -> Self {
        let reader = |it: &crate::model::Reader| PersonAnswer { id: it.id, name: it.name.clone() };
        Self { identity: it.identity, readers: it.readers.iter().map(reader).collect(), k: it.k, promise: it.mark() }
    }

    /// All that somebody may choose from.
    pub fn all(setting: &Setting) -> Vec<Self> {
        setting.identities.iter().map(|it| Self::of(&setting.contract(*it))).collect()
    }
}

fn unread(parameter: &'static str, say: String) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "problem-parameter")
        .say(say.clone())
        .fault(Fault::in_query(parameter, say))
}

/// Who would read a piece, by name
///
/// To be looked at before writing.
#[utoipa::path(
    get, path = "/api/v1/feedback/promise", tag = "feedback", operation_id = "read_promise",
    params(Wanted),
    responses((status = 200, description = "What you may choose from.", body = PromisesAnswer)),
)]
pub(super) async fn promise(
    State(feedback): State<Feedback>,
    signed: Signed,
    Query(wanted): Query<Wanted>,
) -> Outcome<Json<PromisesAnswer>> {
    access::signed(&signed, "read")?;
    let t = crate::WORDS.in_language("en");
    let to: PersonId = wanted.to.parse().map_err(|_| unread("to", t.text("feedback-hidden")))?;
    let task = wanted.task.map(|it| it.parse::<TaskId>()).transpose();
    let task = task.map_err(|_| unread("task", t.text("feedback-hidden")))?;
    let today = feedback.today();
    let event_on = wanted.event_on.map(|it| it.parse::<Date>()).transpose();
    let event_on = event_on.map_err(|_| unread("event_on", t.text("feedback-wrong-day")))?.unwrap_or(today);
    if event_on > today {
        return Err(unread("event_on", t.text("feedback-wrong-not-yet")));
    }
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let setting = desk::setting(&mut tx, &feedback, signed.person.id, to, task, event_on).await?;
    Ok(Json(PromisesAnswer {
        about: PersonAnswer { id: setting.subject.id, name: setting.subject.name.clone() },
        kind: setting.kind,
        choices: PromiseAnswer::all(&setting),
    }))
}
