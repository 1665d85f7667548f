//! Asking, and being asked.

use super::PersonAnswer;
use crate::asks::{self, Progress, Wish};
use crate::model::{Allowed, Ask, AskId, Task, TaskId};
use crate::{Feedback, FeedbackError, access};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use db::Reads;
use jiff::Timestamp;
use people::{PersonId, Signed, directory};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Outcome;
use web::page::{self, Page};

const PATH: &str = "/api/v1/feedback/asks";

/// An ask as its asker sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = FeedbackAsk)]
pub(super) struct AskAnswer {
    /// Id.
    #[schema(value_type = uuid::Uuid)]
    id: AskId,
    /// About whom: you, or somebody who reports to you.
    about: PersonAnswer,
    /// What was asked.
    question: String,
    /// Whose name an answer may carry: `named`, or `choice` of each writer.
    allowed: &'static str,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    sent_at: Timestamp,
    /// First instant at which it is over.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Timestamp,
    /// When it was taken back.
    #[schema(value_type = Option<String>, format = DateTime)]
    withdrawn_at: Option<Timestamp>,
    /// What is told of people by name.
    heard: Vec<HeardAnswer>,
    /// How many more were asked. Where answers may be confidential nothing is told of them.
    others: usize,
}

/// What is told of somebody who was asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = FeedbackHeard)]
struct HeardAnswer {
    /// Name.
    name: String,
    /// `sent`, `accepted`, `answered`, `declined`, `expired` or `withdrawn`.
    state: &'static str,
    /// Why not, where they want it to be read.
    reason: String,
}

/// A part of one's asks.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = FeedbackAskPage)]
pub(super) struct AskPage {
    /// Asks, the newest first.
    data: Vec<AskAnswer>,
    /// Where the list goes on; null at its end.
    next_cursor: Option<String>,
}

async fn person(tx: &mut impl Reads, feedback: &Feedback, id: PersonId) -> Result<PersonAnswer, FeedbackError> {
    let card = directory::person_card(tx, id, feedback.today()).await?;
    Ok(PersonAnswer { id, name: card.map(|it| it.name).unwrap_or_default() })
}

async fn answer_of(
    tx: &mut impl Reads,
    feedback: &Feedback,
    ask: Ask,
    told: Progress,
) -> Result<AskAnswer, FeedbackError> {
    let heard = told.heard.into_iter();
    Ok(AskAnswer {
        id: ask.id,
        about: person(tx, feedback, ask.subject).await?,
        allowed: ask.allowed.key(),
        sent_at: ask.sent_at,
        ends_at: ask.ends_at(),
        withdrawn_at: ask.withdrawn_at,
        question: ask.question,
        heard: heard.map(|it| HeardAnswer { name: it.name, state: it.state.key(), reason: it.reason }).collect(),
        others: told.others,
    })
}

/// What you asked, the newest first
#[utoipa::path(
    get, path = "/api/v1/feedback/asks", tag = "feedback", operation_id = "list_asks",
    params(page::Asked),
    responses((status = 200, description = "A part of the list.", body = AskPage)),
)]
pub(super) async fn list(
    State(feedback): State<Feedback>,
    signed: Signed,
    web::Query(asked): web::Query<page::Asked>,
) -> Outcome<Response> {
    access::signed(&signed, "read")?;
    let name = "feedback asks";
    let part = asked.part(name)?;
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let (asks, next) = asks::asked_by(&mut tx, &feedback, signed.person.id, &part).await?;
    let mut data = Vec::new();
    for (ask, told) in asks {
        data.push(answer_of(&mut tx, &feedback, ask, told).await?);
    }
    drop(tx);
    let next_cursor = next.map(|place| page::seal(name, &place));
    Ok(Page { data, next_cursor }.answer(PATH, part.limit, &[]))
}

/// Whom to ask what.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FeedbackAskWish)]
pub(super) struct AskBody {
    /// About whom; yourself unless said otherwise. Somebody who reports to you is told that you ask.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    about: Option<PersonId>,
    /// What.
    #[schema(min_length = 1, max_length = 280)]
    question: String,
    /// Whose name an answer may carry; the choice of each writer unless said otherwise.
    #[serde(default)]
    allowed: AllowedBody,
    /// Whom. Twice the same is once.
    #[schema(value_type = Vec<uuid::Uuid>, min_items = 1, max_items = 10)]
    people: Vec<PersonId>,
}

/// Whose name an answer may carry.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FeedbackAllowed)]
enum AllowedBody {
    /// The writer's, always.
    Named,
    /// As each writer chooses.
    #[default]
    Choice,
}

/// Ask for feedback
///
/// It goes to everybody, or to nobody: `errors` says who cannot be asked now, and why.
#[utoipa::path(
    post, path = "/api/v1/feedback/asks", tag = "feedback", operation_id = "ask_for_feedback",
    request_body = AskBody,
    responses((status = 201, description = "The ask.", body = AskAnswer)),
)]
pub(super) async fn create(
    State(feedback): State<Feedback>,
    signed: Signed,
    web::Json(body): web::Json<AskBody>,
) -> Outcome<Response> {
    access::signed(&signed, "ask")?;
    let me = signed.person.id;
    let allowed = match body.allowed {
        AllowedBody::Named => Allowed::Named,
        AllowedBody::Choice => Allowed::Choice,
    };
    let (id, subject) = (feedback.ambient.timeless_id(), body.about.unwrap_or(me));
    let wish = Wish { id, subject, question: &body.question, allowed, people: body.people.into_iter().collect() };
    let ask = asks::ask(&feedback, me, &wish).await?;
    let location = [(header::LOCATION, format!("{PATH}/{}", ask.id))];
    let answer = answer(&feedback, me, ask.id).await?;
    let bytes = serde_json::to_vec(&answer).unwrap_or_default();
    Ok((StatusCode::CREATED, location, web::tag::Tag::of_bytes(&bytes), Json(answer)).into_response())
}

async fn answer(feedback: &Feedback, me: PersonId, id: AskId) -> Result<AskAnswer, FeedbackError> {
    let mut tx = feedback.db.read().await?;
    let (ask, told) = asks::asked_one(&mut tx, feedback, me, id).await?;
    answer_of(&mut tx, feedback, ask, told).await
}

/// An ask of yours
#[utoipa::path(
    get, path = "/api/v1/feedback/asks/{id}", tag = "feedback", operation_id = "read_ask",
    params(("id" = uuid::Uuid, Path, description = "Id of the ask.")),
    responses((status = 200, description = "The ask, and what may be known of it.", body = AskAnswer)),
)]
pub(super) async fn one(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<AskId>,
) -> Outcome<Json<AskAnswer>> {
    access::signed(&signed, "read")?;
    Ok(Json(answer(&feedback, signed.person.id, id).await?))
}

/// What an asker does with an ask.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FeedbackAskAction)]
pub(super) struct AskActionBody {
    /// What to do.
    #[expect(dead_code, reason = "there is one thing to do, and it is named for those who read")]
    action: AskAction,
}

/// What an asker can do.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FeedbackAskDo)]
enum AskAction {
    /// Take it back from everybody who has not answered.
    Withdraw,
}

/// Take an ask back
#[utoipa::path(
    post, path = "/api/v1/feedback/asks/{id}/actions", tag = "feedback", operation_id = "act_on_ask",
    params(("id" = uuid::Uuid, Path, description = "Id of the ask.")),
    request_body = AskActionBody,
    responses((status = 200, description = "The ask as it is now.", body = AskAnswer)),
)]
pub(super) async fn act(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<AskId>,
    web::Json(_): web::Json<AskActionBody>,
) -> Outcome<Json<AskAnswer>> {
    access::signed(&signed, "ask")?;
    asks::withdraw(&feedback, signed.person.id, id).await?;
    Ok(Json(answer(&feedback, signed.person.id, id).await?))
}

/// What somebody is asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = FeedbackTask)]
pub(super) struct TaskAnswer {
    /// Id, to be named by the answer.
    #[schema(value_type = uuid::Uuid)]
    id: TaskId,
    /// Who asks.
    asker: PersonAnswer,
    /// About whom.
    about: PersonAnswer,
    /// What is asked.
    question: String,
    /// Whose name your answer may carry: `named`, or your `choice`.
    allowed: &'static str,
    /// Whether you said that you will.
    is_accepted: bool,
    /// Reminders so far; there are two, and then silence.
    reminders: i64,
    /// First instant at which it is over.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Timestamp,
}

/// What you are asked, the oldest first
#[utoipa::path(
    get, path = "/api/v1/feedback/tasks", tag = "feedback", operation_id = "list_tasks",
    responses((status = 200, description = "All of them: nobody is asked much at once.", body = Vec<TaskAnswer>)),
)]
pub(super) async fn tasks(State(feedback): State<Feedback>, signed: Signed) -> Outcome<Json<Vec<TaskAnswer>>> {
    access::signed(&signed, "read")?;
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let mut tasks = Vec::new();
    for (task, ask) in asks::open_tasks(&mut tx, signed.person.id).await? {
        tasks.push(task_answer(&mut tx, &feedback, &task, ask).await?);
    }
    Ok(Json(tasks))
}

async fn task_answer(
    tx: &mut impl Reads,
    feedback: &Feedback,
    task: &Task,
    ask: Ask,
) -> Result<TaskAnswer, FeedbackError> {
    Ok(TaskAnswer {
        id: task.id,
        asker: person(tx, feedback, ask.asker).await?,
        about: person(tx, feedback, ask.subject).await?,
        allowed: ask.allowed.key(),
        question: ask.question,
        is_accepted: task.accepted,
        reminders: task.reminders,
        ends_at: task.expires_at(),
    })
}

/// What the asked says.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FeedbackTaskAction)]
pub(super) struct TaskActionBody {
    /// What to say.
    action: TaskAction,
    /// For `decline`: why. It is yours, unless `tell` is set.
    #[serde(default)]
    #[schema(max_length = 280)]
    reason: String,
    /// For `decline`: the asker may read the reason, and where answers may be confidential also learns that you declined.
    #[serde(default)]
    tell: bool,
}

/// What the asked can say.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FeedbackTaskDo)]
enum TaskAction {
    /// “I will.”
    Accept,
    /// “Not this time.” It has no price.
    Decline,
}

/// Say that you will answer, or that you will not
///
/// An answer itself is a piece that names the task.
#[utoipa::path(
    post, path = "/api/v1/feedback/tasks/{id}/actions", tag = "feedback", operation_id = "act_on_task",
    params(("id" = uuid::Uuid, Path, description = "Id of the task.")),
    request_body = TaskActionBody,
    responses((status = 204, description = "It is noted.")),
)]
pub(super) async fn answer_task(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<TaskId>,
    web::Json(body): web::Json<TaskActionBody>,
) -> Outcome<StatusCode> {
    access::signed(&signed, "answer")?;
    let me = signed.person.id;
    match body.action {
        TaskAction::Accept => asks::accept(&feedback, me, id).await?,
        TaskAction::Decline => asks::decline(&feedback, me, id, &body.reason, body.tell).await?,
    }
    Ok(StatusCode::NO_CONTENT)
}
