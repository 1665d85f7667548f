//! The editor's desk: each change is one write transaction that checks the version and leaves a ledger event.

use crate::draft;
use crate::facts::Recap;
use crate::model::{Copy, Forget, StepError, Story, StoryId, WordsError, slug};
use crate::store::{self, Unreadable};
use db::ledger::{self, Entry};
use db::{Ambient, Db, DbError, Reads, WriteTx};
use newtype_uuid::GenericUuid;
use serde_json::{Value, json};
use uuid::Uuid;
use web::Words;
use web::clean::CleanError;

/// Why a change at the desk did not happen.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// There is no story of that source.
    #[error("there is no story of this source")]
    Missing,
    /// The story has another version than the one that was read.
    #[error("the story has changed since it was read: load it again")]
    Changed,
    /// The words do not do.
    #[error(transparent)]
    Words(#[from] WordsError),
    /// The step is not possible from here.
    #[error(transparent)]
    Step(#[from] StepError),
    /// A record of another hand.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl DeskError {
    /// What to tell the host.
    pub fn say(&self, t: &Words) -> String {
        let (key, limits) = match self {
            Self::Missing => ("desk-missing", None),
            Self::Changed => ("desk-changed", None),
            Self::Words(WordsError::Title(CleanError::Empty)) => ("desk-title-empty", None),
            Self::Words(WordsError::Title(CleanError::TooLong { max, is })) => ("desk-title-long", Some((*max, *is))),
            Self::Words(WordsError::Title(CleanError::Control)) => ("desk-title-control", None),
            Self::Words(WordsError::Body(CleanError::Empty)) => ("desk-body-empty", None),
            Self::Words(WordsError::Body(CleanError::TooLong { max, is })) => ("desk-body-long", Some((*max, *is))),
            Self::Words(WordsError::Body(CleanError::Control)) => ("desk-body-control", None),
            Self::Step(StepError::AlreadyPublished) => ("desk-already-published", None),
            Self::Step(StepError::NotPublished) => ("desk-not-published", None),
            Self::Step(StepError::RedraftPublished) => ("desk-redraft-published", None),
            Self::Unreadable(_) | Self::Db(_) => ("desk-failed", None),
        };
        match limits {
            Some((max, is)) => {
                let [max, is] = [max, is].map(|n| t.number(n as u64));
                t.with(key, &[("max", max.into()), ("is", is.into())])
            }
            None => t.text(key),
        }
    }
}

/// The story of `source`, drafted from `facts` if there is none yet. An existing one stays as it is.
pub async fn draft_or_load(
    db: &Db,
    ambient: &Ambient,
    actor: Uuid,
    source: Uuid,
    facts: &Recap,
    t: &Words,
) -> Result<Story, DeskError> {
    let drafted = draft_once(db, ambient, actor, source, facts, t).await;
    match drafted {
        // Somebody else drafted it at the same moment, or took the address; the second look sees it.
        Err(DeskError::Db(DbError::Conflict)) => draft_once(db, ambient, actor, source, facts, t).await,
        other => other,
    }
}

async fn draft_once(
    db: &Db,
    ambient: &Ambient,
    actor: Uuid,
    source: Uuid,
    facts: &Recap,
    t: &Words,
) -> Result<Story, DeskError> {
    let mut tx = db.write().await?;
    if let Some(row) = store::row_by_source(&mut tx, source).await? {
        return Ok(row.try_into()?);
    }
    let base = slug(&facts.title, &facts.held_on, &[]);
    let taken: Vec<String> = store::slugs_like(&mut tx, &base).await?.into_iter().map(|(s,)| s).collect();
    let address = slug(&facts.title, &facts.held_on, &taken);
    let id: StoryId = ambient.id();
    let story = Story::draft(id, source, address, facts.clone(), draft::article(facts, t), ambient.now());
    store::add(&mut tx, &story).await?;
    record(&mut tx, ambient, actor, "story_drafted", &story, json!({ "source": source, "slug": story.slug })).await?;
    tx.commit().await?;
    Ok(story)
}

/// Drafts anew from `facts`: words and numbers of the story are replaced. Refused while it is published.
pub async fn redraft(
    db: &Db,
    ambient: &Ambient,
    actor: Uuid,
    source: Uuid,
    version: i64,
    facts: &Recap,
    t: &Words,
) -> Result<Story, DeskError> {
    let mut tx = db.write().await?;
    let story = at_version(&mut tx, source, version).await?;
    let story = story.redraft(facts.clone(), draft::article(facts, t), ambient.now())?;
    keep(tx, ambient, actor, "story_drafted", story, json!({ "source": source })).await
}

/// Keeps a host's words.
pub async fn save(
    db: &Db,
    ambient: &Ambient,
    actor: Uuid,
    source: Uuid,
    version: i64,
    title: &str,
    body: &str,
) -> Result<Story, DeskError> {
    let copy = Copy::parse(title, body)?;
    let mut tx = db.write().await?;
    let story = at_version(&mut tx, source, version).await?.edit(copy, ambient.now());
    keep(tx, ambient, actor, "story_edited", story, json!({})).await
}

/// Shows the story to everybody.
pub async fn publish(db: &Db, ambient: &Ambient, actor: Uuid, source: Uuid, version: i64) -> Result<Story, DeskError> {
    let mut tx = db.write().await?;
    let story = at_version(&mut tx, source, version).await?.publish(ambient.now())?;
    let data = json!({ "slug": story.slug });
    keep(tx, ambient, actor, "story_published", story, data).await
}

/// Takes the story down.
pub async fn unpublish(
    db: &Db,
    ambient: &Ambient,
    actor: Uuid,
    source: Uuid,
    version: i64,
) -> Result<Story, DeskError> {
    let mut tx = db.write().await?;
    let story = at_version(&mut tx, source, version).await?.unpublish()?;
    keep(tx, ambient, actor, "story_unpublished", story, json!({})).await
}

/// Takes somebody out of the story of `source`, in any state, inside a transaction of the caller. False where there is no
/// story, or nothing of them in it. A published story goes on, without what went.
pub async fn forget(
    tx: &mut WriteTx,
    ambient: &Ambient,
    actor: Option<Uuid>,
    source: Uuid,
    what: &Forget<'_>,
) -> Result<bool, DeskError> {
    let Some(story) = by_source(tx, source).await? else { return Ok(false) };
    let Some(story) = story.forget(what, ambient.now()) else { return Ok(false) };
    if !store::update(tx, &story).await? {
        return Err(DeskError::Changed);
    }
    let object = story.id.into_untyped_uuid();
    let data = json!({ "version": story.version });
    ledger::append(tx, ambient, Entry { actor, kind: "story_forgot", object, data }).await?;
    Ok(true)
}

/// Deletes the story of a source for good, in any state, within the transaction that deletes the source.
pub async fn delete(tx: &mut WriteTx, source: Uuid) -> Result<(), DeskError> {
    store::remove_row(tx, source).await?;
    Ok(())
}

/// The story at an address, in any state.
pub async fn by_slug(tx: &mut impl Reads, slug: &str) -> Result<Option<Story>, DeskError> {
    Ok(store::row_by_slug(tx, slug).await?.map(Story::try_from).transpose()?)
}

/// The story of a source, in any state.
pub async fn by_source(tx: &mut impl Reads, source: Uuid) -> Result<Option<Story>, DeskError> {
    Ok(store::row_by_source(tx, source).await?.map(Story::try_from).transpose()?)
}

async fn at_version(tx: &mut WriteTx, source: Uuid, version: i64) -> Result<Story, DeskError> {
    let story = by_source(tx, source).await?.ok_or(DeskError::Missing)?;
    if story.version == version { Ok(story) } else { Err(DeskError::Changed) }
}

async fn keep(
    mut tx: WriteTx,
    ambient: &Ambient,
    actor: Uuid,
    kind: &'static str,
    story: Story,
    data: Value,
) -> Result<Story, DeskError> {
    if !store::update(&mut tx, &story).await? {
        return Err(DeskError::Changed);
    }
    record(&mut tx, ambient, actor, kind, &story, data).await?;
    tx.commit().await?;
    Ok(story)
}

async fn record(
    tx: &mut WriteTx,
    ambient: &Ambient,
    actor: Uuid,
    kind: &'static str,
    story: &Story,
    mut data: Value,
) -> Result<(), DbError> {
    data["version"] = story.version.into();
    let object = story.id.into_untyped_uuid();
    ledger::append(tx, ambient, Entry { actor: Some(actor), kind, object, data }).await
}

#[cfg(test)]
mod tests;
