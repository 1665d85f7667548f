//! Asking for feedback, and what the asked say to it.
//!
//! Where writers may be confidential, nothing that the asker sees moves when somebody answers, declines or stays silent:
//! names appear only with named answers that arrived and with those who let the asker know that they decline; everybody
//! else is one number.

use crate::desk::event;
use crate::error::said;
use crate::model::AskId;
use crate::model::{Allowed, Ask, OPEN_DAYS, Task, TaskId, TaskRefused, TaskState, Wrong, line_of};
use crate::store::{self, TaskShownRow};
use crate::{Feedback, FeedbackError};
use db::{DbError, Reads, WriteTx, micros};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use newtype_uuid::GenericUuid;
use people::PersonId;
use people::directory;
use people::model::directory::Status;
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;
use web::Words;
use web::page::Part;

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
    /// Chosen when the form was made: the same form sent twice is the same ask.
    pub id: AskId,
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
    /// Somebody is not here. Whether they were ever is not told.
    Nowhere,
    /// The same was asked already.
    Already(String),
    /// They are asked enough until this day.
    Busy(String, Date),
}

impl NotAsked {
    /// Which field of a request it is about.
    pub fn pointer(&self) -> &'static str {
        match self {
            Self::Question(_) => "/question",
            _ => "/people",
        }
    }

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
            Self::Nowhere => t.text("feedback-not-asked-nowhere"),
            Self::Already(name) => named("feedback-not-asked-already", name),
            Self::Busy(name, free) => {
                t.with("feedback-not-asked-busy", &[("name", name.as_str().into()), ("day", day(*free).into())])
            }
        }
    }
}

/// Sends an ask to everybody, or to nobody. Sending it again changes nothing.
pub async fn ask(feedback: &Feedback, asker: PersonId, wish: &Wish<'_>) -> Result<Ask, FeedbackError> {
    match ask_once(feedback, asker, wish).await {
        // The same form came twice at the same moment; the second look sees the first.
        Err(FeedbackError::Db(DbError::Conflict)) => ask_once(feedback, asker, wish).await,
        other => other,
    }
}

async fn ask_once(feedback: &Feedback, asker: PersonId, wish: &Wish<'_>) -> Result<Ask, FeedbackError> {
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
    let data = json!({ "people": wish.people.len() });
    // The ledger is written by one at a time: from here on nobody else asks, and what is counted below stays so.
    event(&mut tx, feedback, Some(asker.into_untyped_uuid()), "feedback_asked", wish.id.into_untyped_uuid(), data)
        .await?;
    if let Some(row) = store::ask_by_id(&mut tx, wish.id.into_untyped_uuid()).await? {
        let ask = Ask::try_from(row)?;
        return if ask.asker == asker { Ok(ask) } else { Err(FeedbackError::Hidden) };
    }
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
    let ask = Ask { id: wish.id, asker, subject, question, allowed, sent_at: now, withdrawn_at: None, version: 1 };
    let task = |person: &PersonId| Task::new(feedback.ambient.timeless_id(), ask.id, *person, now);
    let tasks: Vec<_> = wish.people.iter().map(task).collect();
    store::add_ask(&mut tx, &ask, &tasks).await?;
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
    let card = directory::person_card(tx, person, feedback.today()).await?;
    let Some(card) = card.filter(|it| it.status != Status::Leaver) else {
        return Ok(Some(NotAsked::Nowhere));
    };
    let (whom, by, about) = (person.into_untyped_uuid(), asker.into_untyped_uuid(), subject.into_untyped_uuid());
    if person == asker {
        return Ok(Some(NotAsked::Yourself));
    }
    if person == subject {
        return Ok(Some(NotAsked::Subject(card.name)));
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
    step(feedback, person, task, TaskState::Accepted, Task::accept).await
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
    step(feedback, person, task, TaskState::Declined, |it| it.decline(reason, reason_shown)).await
}

async fn step(
    feedback: &Feedback,
    person: PersonId,
    task: TaskId,
    to: TaskState,
    step: impl FnOnce(Task) -> Result<Task, TaskRefused>,
) -> Result<(), FeedbackError> {
    let mut tx = feedback.db.write().await?;
    let row = store::task_by_id(&mut tx, task.into_untyped_uuid()).await?.ok_or(FeedbackError::Hidden)?;
    if row.person_id != person.into_untyped_uuid() {
        return Err(FeedbackError::Hidden);
    }
    let task = Task::try_from(row)?;
    if task.state == to {
        // Said twice.
        return Ok(());
    }
    let task = step(task)?;
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

/// What the asker may know of an ask. Where writers may be confidential, only named answers that arrived are told, and
/// what somebody who declined lets the asker know.
pub fn progress(ask: &Ask, now: Timestamp, tasks: Vec<TaskShownRow>) -> Result<Progress, FeedbackError> {
    let all = tasks.len();
    let mut heard = Vec::new();
    for row in tasks {
        let task = Task::try_from(row.task)?;
        // Until it arrives, and whenever it is taken back, it is as if no answer had been written.
        let state = if row.delivered_named { TaskState::Answered } else { task.unanswered(ask, now) };
        let told = match state {
            TaskState::Answered => true,
            TaskState::Declined => task.reason_shown,
            _ => false,
        };
        if told || ask.allowed == Allowed::Named {
            let reason = if task.reason_shown { task.reason } else { String::new() };
            heard.push(Heard { name: row.name, state, reason });
        }
    }
    Ok(Progress { others: all - heard.len(), heard })
}

/// Where a list of asks goes on: time and id.
pub type AskPlace = (i64, Uuid);

/// A part of what somebody asked, the newest first, and where it goes on.
pub async fn asked_by(
    tx: &mut impl Reads,
    feedback: &Feedback,
    asker: PersonId,
    part: &Part<AskPlace>,
) -> Result<(Vec<(Ask, Progress)>, Option<AskPlace>), FeedbackError> {
    let (at, id) = part.after.unwrap_or((i64::MAX, Uuid::nil()));
    let mut rows = store::asks_by(tx, asker.into_untyped_uuid(), at, id, i64::from(part.limit) + 1).await?;
    let more = rows.len() > part.limit as usize;
    rows.truncate(part.limit as usize);
    let next = rows.last().filter(|_| more).map(|it| (it.sent_at, it.id));
    let mut asks = Vec::new();
    for row in rows {
        asks.push(told(tx, feedback, row.try_into()?).await?);
    }
    Ok((asks, next))
}

/// One of them. Somebody else's does not exist.
pub async fn asked_one(
    tx: &mut impl Reads,
    feedback: &Feedback,
    asker: PersonId,
    id: AskId,
) -> Result<(Ask, Progress), FeedbackError> {
    let row = store::ask_by_id(tx, id.into_untyped_uuid()).await?;
    let row = row.filter(|it| it.asker_id == asker.into_untyped_uuid()).ok_or(FeedbackError::Hidden)?;
    told(tx, feedback, row.try_into()?).await
}

async fn told(tx: &mut impl Reads, feedback: &Feedback, ask: Ask) -> Result<(Ask, Progress), FeedbackError> {
    let tasks = store::tasks_of(tx, ask.id.into_untyped_uuid()).await?;
    let progress = progress(&ask, feedback.ambient.now(), tasks)?;
    Ok((ask, progress))
}

/// Everything somebody ever asked.
pub async fn ever_asked(tx: &mut impl Reads, asker: PersonId) -> Result<Vec<Ask>, FeedbackError> {
    let rows = store::asks_by(tx, asker.into_untyped_uuid(), i64::MAX, Uuid::nil(), i64::MAX).await?;
    Ok(rows.into_iter().map(Ask::try_from).collect::<Result<_, _>>()?)
}

/// What somebody is asked and has not answered, the oldest first.
pub async fn open_tasks(tx: &mut impl Reads, person: PersonId) -> Result<Vec<(Task, Ask)>, FeedbackError> {
    let mut open = Vec::new();
    for row in store::tasks_open(tx, person.into_untyped_uuid()).await? {
        if let Some(ask) = store::ask_by_id(tx, row.ask_id).await? {
            open.push((row.try_into()?, ask.try_into()?));
        }
    }
    Ok(open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::TaskRow;

    fn ask(allowed: Allowed) -> Ask {
        let (id, asker, question) = (AskId::from_u128(99), PersonId::from_u128(98), "What next?".to_owned());
        let sent_at = Timestamp::UNIX_EPOCH;
        Ask { id, asker, subject: asker, question, allowed, sent_at, withdrawn_at: None, version: 1 }
    }

    fn progress(allowed: Allowed, tasks: Vec<TaskShownRow>) -> Result<Progress, FeedbackError> {
        super::progress(&ask(allowed), Timestamp::UNIX_EPOCH, tasks)
    }

    fn row(n: u128, state: &str, delivered_named: bool) -> TaskShownRow {
        let task = TaskRow {
            id: Uuid::from_u128(n),
            ask_id: Uuid::from_u128(99),
            person_id: Uuid::from_u128(n),
            state: state.to_owned(),
            sent_at: 0,
            accepted: false,
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
        // Who declines and lets the asker know is told, in their words.
        let open = progress(Allowed::Choice, vec![row(2, "declined", false), row(3, "answered", false)]).unwrap();
        assert_eq!((open.others, open.heard[0].state, open.heard[0].reason.as_str()), (1, TaskState::Declined, "busy"));
    }

    #[test]
    fn a_named_ask_tells_each_once_it_arrived() {
        let told = |row| progress(Allowed::Named, vec![row]).unwrap().heard.remove(0);
        assert_eq!(told(row(1, "answered", false)).state, TaskState::Sent);
        assert_eq!(told(row(1, "answered", true)).state, TaskState::Answered);
        let willing =
            TaskShownRow { task: TaskRow { accepted: true, ..row(1, "answered", false).task }, ..row(1, "", false) };
        assert_eq!(told(willing).state, TaskState::Accepted, "as before the answer was written");
        assert_eq!(told(row(1, "declined", false)).reason, "");
        assert_eq!(told(row(2, "declined", false)).reason, "busy");
    }
}
