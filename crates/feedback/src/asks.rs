//! Asking for feedback, and what the asked say to it.
//!
//! Where writers may be confidential, nothing that the asker sees moves when somebody answers, declines or stays silent:
//! names appear only with named answers that arrived, everybody else is one number.

use crate::desk::event;
use crate::error::said;
use crate::model::AskId;
use crate::model::{Allowed, Ask, OPEN_DAYS, Task, TaskId, TaskRefused, TaskState, Wrong, line_of};
use crate::store::{self, TaskShownRow};
use crate::{Feedback, FeedbackError};
use db::{Reads, WriteTx, micros};
use jiff::SignedDuration;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use newtype_uuid::GenericUuid;
use people::PersonId;
use people::directory;
use people::model::directory::Status;
use serde_json::json;
use std::collections::BTreeSet;
use web::Words;

/// People that one ask may go to.
pub const MOST_ASKED: usize = 10;
/// Asks that one person may have at once.
pub const MOST_OPEN: usize = 5;
/// Characters of a question.
pub const QUESTION_MAX: usize = 280;
/// Characters of a reason.
pub const REASON_MAX: usize = 280;

/// Who asks whom what.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// About whom: the asker, or somebody who reports to them.
    pub subject: PersonId,
    /// What.
    pub question: &'a str,
    /// Whose name an answer may carry.
    pub allowed: Allowed,
    /// Whom. Twice the same is once.
    pub people: BTreeSet<PersonId>,
}

/// Why an ask was not sent. Names are of people whom the asker may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAsked {
    /// No question, or one that cannot be used.
    Question(Wrong),
    /// Nobody was chosen.
    Nobody,
    /// Too many were.
    TooMany,
    /// The asker was chosen.
    Yourself,
    /// Whom it is about was chosen.
    Subject(String),
    /// They are not here.
    Left(String),
    /// The same was asked already.
    Already(String),
    /// They are asked enough until this day.
    Busy(String, Date),
}

impl NotAsked {
    /// What to tell the asker.
    pub fn say(&self, t: &Words, day: impl Fn(Date) -> String) -> String {
        let named = |key: &str, name: &str| t.with(key, &[("name", name.into())]);
        match self {
            Self::Question(Wrong::Empty) => t.text("feedback-not-asked-question"),
            Self::Question(wrong) => said(*wrong, t),
            Self::Nobody => t.text("feedback-not-asked-nobody"),
            Self::TooMany => t.with("feedback-not-asked-many", &[("most", MOST_ASKED.into())]),
            Self::Yourself => t.text("feedback-not-asked-self"),
            Self::Subject(name) => named("feedback-not-asked-subject", name),
            Self::Left(name) => named("feedback-not-asked-left", name),
            Self::Already(name) => named("feedback-not-asked-already", name),
            Self::Busy(name, free) => {
                t.with("feedback-not-asked-busy", &[("name", name.as_str().into()), ("day", day(*free).into())])
            }
        }
    }
}

/// Sends an ask to everybody, or to nobody.
pub async fn ask(feedback: &Feedback, asker: PersonId, wish: &Wish<'_>) -> Result<Ask, FeedbackError> {
    let mut wrong = Vec::new();
    let question =
        line_of(wish.question, QUESTION_MAX).and_then(|it| if it.is_empty() { Err(Wrong::Empty) } else { Ok(it) });
    let question = question.unwrap_or_else(|error| {
        wrong.push(NotAsked::Question(error));
        String::new()
    });
    match wish.people.len() {
        0 => wrong.push(NotAsked::Nobody),
        n if n > MOST_ASKED => wrong.push(NotAsked::TooMany),
        _ => {}
    }
    let mut tx = feedback.db.write().await?;
    let today = feedback.today();
    if wish.subject != asker && directory::manager_of(&mut tx, wish.subject, today).await? != Some(asker) {
        return Err(FeedbackError::Hidden);
    }
    for person in wish.people.iter().take(MOST_ASKED) {
        if let Some(why) = not_asked(&mut tx, feedback, asker, wish.subject, *person).await? {
            wrong.push(why);
        }
    }
    if !wrong.is_empty() {
        return Err(FeedbackError::NotAsked(wrong));
    }
    let now = feedback.ambient.now();
    let (subject, allowed) = (wish.subject, wish.allowed);
    let id: AskId = feedback.ambient.timeless_id();
    let ask = Ask { id, asker, subject, question, allowed, sent_at: now, withdrawn_at: None, version: 1 };
    let task = |person: &PersonId| Task::new(feedback.ambient.timeless_id(), ask.id, *person, now);
    let tasks: Vec<_> = wish.people.iter().map(task).collect();
    store::add_ask(&mut tx, &ask, &tasks).await?;
    let data = json!({ "people": tasks.len() });
    event(&mut tx, feedback, Some(asker.into_untyped_uuid()), "feedback_asked", ask.id.into_untyped_uuid(), data)
        .await?;
    tx.commit().await?;
    Ok(ask)
}

async fn not_asked(
    tx: &mut WriteTx,
    feedback: &Feedback,
    asker: PersonId,
    subject: PersonId,
    person: PersonId,
) -> Result<Option<NotAsked>, FeedbackError> {
    let now = feedback.ambient.now();
    let since = micros(now - SignedDuration::from_hours(24 * OPEN_DAYS));
    let card = directory::person_card(tx, person, feedback.today()).await?.ok_or(FeedbackError::Hidden)?;
    let (whom, by, about) = (person.into_untyped_uuid(), asker.into_untyped_uuid(), subject.into_untyped_uuid());
    if person == asker {
        return Ok(Some(NotAsked::Yourself));
    }
    if person == subject {
        return Ok(Some(NotAsked::Subject(card.name)));
    }
    if card.status == Status::Leaver {
        return Ok(Some(NotAsked::Left(card.name)));
    }
    if store::asked_already(tx, whom, by, about, since).await?.is_some_and(|it| it.n > 0) {
        return Ok(Some(NotAsked::Already(card.name)));
    }
    let open = store::tasks_counted(tx, whom, since).await?;
    if open.len() < MOST_OPEN {
        return Ok(None);
    }
    // There is room again when so many of the oldest are over that one place is free.
    let until =
        open.into_iter().rev().nth(MOST_OPEN - 1).map(Task::try_from).transpose()?.map_or(now, |it| it.expires_at());
    Ok(Some(NotAsked::Busy(card.name, until.to_zoned(TimeZone::UTC).date())))
}

/// “I will.”
pub async fn accept(feedback: &Feedback, person: PersonId, task: TaskId) -> Result<(), FeedbackError> {
    step(feedback, person, task, Task::accept).await
}

/// “Not this time.” The reason is for the asker only where `reason_shown` says so.
pub async fn decline(
    feedback: &Feedback,
    person: PersonId,
    task: TaskId,
    reason: &str,
    reason_shown: bool,
) -> Result<(), FeedbackError> {
    let reason = line_of(reason, REASON_MAX)?;
    step(feedback, person, task, |it| it.decline(reason, reason_shown)).await
}

async fn step(
    feedback: &Feedback,
    person: PersonId,
    task: TaskId,
    step: impl FnOnce(Task) -> Result<Task, TaskRefused>,
) -> Result<(), FeedbackError> {
    let mut tx = feedback.db.write().await?;
    let row = store::task_by_id(&mut tx, task.into_untyped_uuid()).await?.ok_or(FeedbackError::Hidden)?;
    if row.person_id != person.into_untyped_uuid() {
        return Err(FeedbackError::Hidden);
    }
    let task = step(row.try_into()?)?;
    if !store::keep_task(&mut tx, &task).await? {
        return Err(FeedbackError::Stale);
    }
    // Who said so is nobody's business: declining has no price.
    event(&mut tx, feedback, None, "feedback_ask_heard", task.id.into_untyped_uuid(), json!({})).await?;
    Ok(tx.commit().await?)
}

/// Takes an ask back from everybody who has not answered.
pub async fn withdraw(feedback: &Feedback, asker: PersonId, ask: AskId) -> Result<(), FeedbackError> {
    let mut tx = feedback.db.write().await?;
    let row = store::ask_by_id(&mut tx, ask.into_untyped_uuid()).await?.ok_or(FeedbackError::Hidden)?;
    let ask = Ask::try_from(row)?;
    let now = feedback.ambient.now();
    if ask.asker != asker {
        return Err(FeedbackError::Hidden);
    }
    if ask.withdrawn_at.is_some() || now >= ask.ends_at() {
        return Err(TaskRefused::Closed.into());
    }
    let id = ask.id.into_untyped_uuid();
    if store::ask_withdraw(&mut tx, id, ask.version, micros(now)).await? == 0 {
        return Err(FeedbackError::Stale);
    }
    for row in store::tasks_of(&mut tx, id).await? {
        // What is answered stays answered.
        if let Ok(task) = Task::try_from(row.task)?.withdraw()
            && !store::keep_task(&mut tx, &task).await?
        {
            return Err(FeedbackError::Stale);
        }
    }
    event(&mut tx, feedback, Some(asker.into_untyped_uuid()), "feedback_ask_withdrawn", id, json!({})).await?;
    Ok(tx.commit().await?)
}

/// What an asker may know of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Who.
    pub name: String,
    /// Where it is.
    pub state: TaskState,
    /// Why not, where they wanted it to be read.
    pub reason: String,
}

/// What an asker may know: people by name, and how many others were asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// By name.
    pub heard: Vec<Heard>,
    /// Asked as well; nothing is told of them.
    pub others: usize,
}

/// What the asker may know of an ask. Where writers may be confidential, only named answers that arrived are told.
pub fn progress(allowed: Allowed, tasks: Vec<TaskShownRow>) -> Result<Progress, FeedbackError> {
    let all = tasks.len();
    let mut heard = Vec::new();
    for row in tasks {
        let task = Task::try_from(row.task)?;
        let state = match task.state {
            // Until it arrives, and whenever it is taken back, it is as if nothing had been said.
            TaskState::Answered if !row.delivered_named => TaskState::Sent,
            state => state,
        };
        if allowed == Allowed::Named || (state == TaskState::Answered && row.delivered_named) {
            let reason = if task.reason_shown { task.reason } else { String::new() };
            heard.push(Heard { name: row.name, state, reason });
        }
    }
    Ok(Progress { others: all - heard.len(), heard })
}

/// An ask as its asker sees it.
pub async fn asked_by(tx: &mut impl Reads, asker: PersonId) -> Result<Vec<(Ask, Progress)>, FeedbackError> {
    let mut asks = Vec::new();
    for row in store::asks_by(tx, asker.into_untyped_uuid(), 50).await? {
        let ask = Ask::try_from(row)?;
        let tasks = store::tasks_of(tx, ask.id.into_untyped_uuid()).await?;
        asks.push((ask.clone(), progress(ask.allowed, tasks)?));
    }
    Ok(asks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::TaskRow;
    use uuid::Uuid;

    fn row(n: u128, state: &str, delivered_named: bool) -> TaskShownRow {
        let task = TaskRow {
            id: Uuid::from_u128(n),
            ask_id: Uuid::from_u128(99),
            person_id: Uuid::from_u128(n),
            state: state.to_owned(),
            sent_at: 0,
            reminders: 0,
            reason: "busy".to_owned(),
            reason_shown: n.is_multiple_of(2),
            version: 1,
        };
        TaskShownRow { task, name: format!("P{n}"), delivered_named }
    }

    #[test]
    fn nothing_of_a_choice_moves_but_named_answers_that_arrived() {
        let before =
            progress(Allowed::Choice, vec![row(1, "sent", false), row(2, "answered", true), row(3, "sent", false)])
                .unwrap();
        assert_eq!((before.heard.len(), before.others), (1, 2));
        for state in ["sent", "accepted", "answered", "declined", "expired", "withdrawn"] {
            let tasks = vec![row(1, state, false), row(2, "answered", true), row(3, "sent", false)];
            assert_eq!(progress(Allowed::Choice, tasks).unwrap(), before, "{state}");
        }
    }

    #[test]
    fn a_named_ask_tells_each_once_it_arrived() {
        let told = |row| progress(Allowed::Named, vec![row]).unwrap().heard.remove(0);
        assert_eq!(told(row(1, "answered", false)).state, TaskState::Sent);
        assert_eq!(told(row(1, "answered", true)).state, TaskState::Answered);
        assert_eq!(told(row(1, "declined", false)).reason, "");
        assert_eq!(told(row(2, "declined", false)).reason, "busy");
    }
}
