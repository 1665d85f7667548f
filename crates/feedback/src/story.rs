//! A story of feedback told day by day, for a demonstration: who gave what to whom, who asked, who declined.

use crate::asks::{self, Wish};
use crate::desk::{self, Sheet};
use crate::model::{Allowed, Draft, Identity, ReceivedId, TaskId};
use crate::{Feedback, FeedbackError, receive, store, sweep, values};
use db::ManualClock;
use newtype_uuid::GenericUuid;
use people::PersonId;
use people::directory::{self, Search};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// Why a story cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    /// Somebody who is not in the directory.
    #[error("{0} does not work here")]
    Nobody(String),
    /// An answer without an ask.
    #[error("{0} was never asked by {1}")]
    NotAsked(String, String),
    /// A reaction to what has not arrived.
    #[error("{0} has not received what {1} wrote")]
    NotReceived(String, String),
    /// Something was refused.
    #[error(transparent)]
    Feedback(#[from] FeedbackError),
}

/// The whole story. Days are counted back from its end.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    values: Vec<String>,
    piece: Vec<Piece>,
    ask: Vec<Ask>,
    draft: Vec<Piece>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Piece {
    days: u32,
    from: String,
    to: String,
    identity: String,
    happened: String,
    effect: String,
    next: String,
    shows: String,
    read: bool,
    thank: bool,
    keep: bool,
    helped: String,
    goal: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    days: u32,
    by: String,
    allowed: String,
    question: String,
    people: Vec<String>,
    #[serde(default)]
    answer: Vec<Piece>,
    #[serde(default)]
    decline: Vec<Decline>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decline {
    days: u32,
    from: String,
    reason: String,
}

impl Story {
    /// Days from the first thing that happens to the end.
    pub fn days(&self) -> u32 {
        self.piece.iter().map(|it| it.days).chain(self.ask.iter().map(|it| it.days)).max().unwrap_or(0) + 1
    }
}

struct Stage<'f> {
    feedback: &'f Feedback,
    ids: BTreeMap<String, PersonId>,
}

/// Tells all of it. `clock` is the clock of `feedback`; it stands [`Story::days`] before the end, and is moved to it.
pub async fn tell(feedback: &Feedback, clock: &ManualClock, story: &Story) -> Result<(), StoryError> {
    let mut stage = Stage { feedback, ids: BTreeMap::new() };
    for value in &story.values {
        values::add(feedback, None, value).await?;
    }
    let mut tasks = Vec::new();
    for days in (0..=story.days()).rev() {
        for it in story.piece.iter().filter(|it| it.days == days) {
            stage.give(it, None).await?;
        }
        for it in story.ask.iter().filter(|it| it.days == days) {
            tasks.extend(stage.ask(it).await?);
        }
        for it in &story.ask {
            for said in it.answer.iter().filter(|it| it.days == days) {
                let task = task_of(&tasks, &it.by, &said.from)?;
                stage.give(&Piece { to: it.by.clone(), ..said.clone() }, Some(task)).await?;
            }
            for said in it.decline.iter().filter(|it| it.days == days) {
                let (who, task) = (stage.id(&said.from).await?, task_of(&tasks, &it.by, &said.from)?);
                asks::decline(feedback, who, task, &said.reason, true).await?;
            }
        }
        if days > 0 {
            clock.advance(DAY);
        }
        sweep::sweep(feedback).await?;
    }
    for it in &story.draft {
        let (from, sheet) = stage.sheet(it, None).await?;
        desk::save(feedback, from, sheet).await?;
    }
    for it in story.piece.iter().filter(|it| it.read) {
        stage.react(it).await?;
    }
    for asked in &story.ask {
        for it in asked.answer.iter().filter(|it| it.read) {
            stage.react(&Piece { to: asked.by.clone(), ..it.clone() }).await?;
        }
    }
    Ok(())
}

fn task_of(tasks: &[(String, String, TaskId)], by: &str, from: &str) -> Result<TaskId, StoryError> {
    let task = tasks.iter().find(|(asker, person, _)| asker == by && person == from);
    task.map(|(.., task)| *task).ok_or_else(|| StoryError::NotAsked(from.to_owned(), by.to_owned()))
}

impl Stage<'_> {
    /// Somebody of the company by name.
    async fn id(&mut self, name: &str) -> Result<PersonId, StoryError> {
        if let Some(id) = self.ids.get(name) {
            return Ok(*id);
        }
        let mut tx = self.feedback.db.read().await.map_err(FeedbackError::from)?;
        let search = Search { words: name.to_owned(), team: None };
        let found =
            directory::list(&mut tx, &search, None, 9, self.feedback.today()).await.map_err(FeedbackError::from)?;
        let card = found.people.iter().find(|it| it.name == name);
        let id = card.ok_or_else(|| StoryError::Nobody(name.to_owned()))?.id;
        self.ids.insert(name.to_owned(), id);
        Ok(id)
    }

    async fn sheet<'a>(&mut self, it: &'a Piece, task: Option<TaskId>) -> Result<(PersonId, Sheet<'a>), StoryError> {
        let (from, to) = (self.id(&it.from).await?, self.id(&it.to).await?);
        let (happened, effect, next, shows) = (&*it.happened, &*it.effect, &*it.next, &*it.shows);
        let draft = Draft { layout: "boxes", happened, effect, next, event_on: "", shows };
        let identity = Identity::from_key(&it.identity).or(Some(Identity::Named));
        let id = self.feedback.ambient.timeless_id();
        Ok((from, Sheet { id, to, task, draft, identity, seen: None }))
    }

    async fn give(&mut self, it: &Piece, task: Option<TaskId>) -> Result<(), StoryError> {
        let (from, sheet) = self.sheet(it, task).await?;
        let mut tx = self.feedback.db.read().await.map_err(FeedbackError::from)?;
        let today = self.feedback.today();
        let setting = desk::setting(&mut tx, self.feedback, from, sheet.to, task, today).await?;
        drop(tx);
        let mark = setting.contract(setting.identity(sheet.identity)).mark();
        desk::send(self.feedback, from, sheet, &mark).await?;
        Ok(())
    }

    async fn ask(&mut self, it: &Ask) -> Result<Vec<(String, String, TaskId)>, StoryError> {
        let asker = self.id(&it.by).await?;
        let mut people = BTreeSet::new();
        for name in &it.people {
            people.insert(self.id(name).await?);
        }
        let allowed = Allowed::from_key(&it.allowed).unwrap_or(Allowed::Choice);
        let id = self.feedback.ambient.timeless_id();
        let wish = Wish { id, subject: asker, question: &it.question, allowed, people };
        let ask = asks::ask(self.feedback, asker, &wish).await?;
        let mut tx = self.feedback.db.read().await.map_err(FeedbackError::from)?;
        let tasks = store::tasks_of(&mut tx, ask.id.into_untyped_uuid()).await.map_err(FeedbackError::from)?;
        Ok(tasks.into_iter().map(|row| (it.by.clone(), row.name, TaskId::from_untyped_uuid(row.task.id))).collect())
    }

    /// What the reader did with it.
    async fn react(&mut self, it: &Piece) -> Result<(), StoryError> {
        let to = self.id(&it.to).await?;
        let mut tx = self.feedback.db.read().await.map_err(FeedbackError::from)?;
        let (whose, nobody) = (to.into_untyped_uuid(), uuid::Uuid::nil());
        let rows = store::inbox(&mut tx, whose, "9999-12-31", nobody, false, 99).await.map_err(FeedbackError::from)?;
        drop(tx);
        let row = rows.iter().find(|row| row.happened == it.happened);
        let row = row.ok_or_else(|| StoryError::NotReceived(it.to.clone(), it.from.clone()))?;
        let id = ReceivedId::from_untyped_uuid(row.received.id);
        receive::read(self.feedback, to, id).await?;
        if it.thank {
            receive::thank(self.feedback, to, id).await?;
        }
        if it.keep {
            receive::collect(self.feedback, to, id, true).await?;
        }
        if !it.helped.is_empty() {
            receive::help(self.feedback, to, id, &it.helped).await?;
        }
        if !it.goal.is_empty() {
            receive::grow(self.feedback, to, id, &it.goal).await?;
        }
        Ok(())
    }
}
