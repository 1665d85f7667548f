//! All SQL of this crate.

use crate::model::{State, Story, StoryId};
use db::{DbError, WriteTx, from_micros, micros, statements};
use newtype_uuid::GenericUuid;
use sqlx::FromRow;
use uuid::Uuid;

/// A row of `story`.
#[derive(Debug, FromRow)]
pub struct StoryRow {
    /// Id.
    pub id: Uuid,
    /// What it tells about.
    pub source: Uuid,
    /// Last part of its address.
    pub slug: String,
    /// Language tag.
    pub language: String,
    /// Title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// [`crate::facts::Recap`] as JSON.
    pub facts: String,
    /// Key of [`State`].
    pub state: String,
    /// Last publication, micro-seconds.
    pub published_at: Option<i64>,
    /// Last change of words, micro-seconds.
    pub edited_at: i64,
    /// Counts the changes.
    pub version: i64,
}

/// A row that this program did not write.
#[derive(Debug, thiserror::Error)]
#[error("the record of story {0} cannot be read: {1}")]
pub struct Unreadable(Uuid, String);

impl TryFrom<StoryRow> for Story {
    type Error = Unreadable;

    fn try_from(row: StoryRow) -> Result<Self, Unreadable> {
        let at = row.published_at.map(from_micros);
        let state = match (row.state.as_str(), at) {
            ("draft", None) => State::Draft,
            ("published", Some(at)) => State::Published { at },
            ("unpublished", Some(was_at)) => State::Unpublished { was_at },
            (state, at) => return Err(Unreadable(row.id, format!("{state}, published at {at:?}"))),
        };
        let facts = serde_json::from_str(&row.facts).map_err(|e| Unreadable(row.id, e.to_string()))?;
        Ok(Self {
            id: StoryId::from_untyped_uuid(row.id),
            source: row.source,
            slug: row.slug,
            language: row.language,
            title: row.title,
            body: row.body,
            facts,
            state,
            edited_at: from_micros(row.edited_at),
            version: row.version,
        })
    }
}

statements! {
    write fn add_row(id: Uuid, source: Uuid, slug: &str, language: &str, title: &str, body: &str, facts: &str, edited_at: i64) -> exec =
        "INSERT INTO story (id, kind, source, slug, language, title, body, facts, state, published_at, edited_at, version)
         VALUES ($1, 'recap', $2, $3, $4, $5, $6, $7, 'draft', NULL, $8, 1)";

    write fn move_row(id: Uuid, seen: i64, language: &str, title: &str, body: &str, facts: &str, state: &str, published_at: Option<i64>, edited_at: i64) -> exec =
        "UPDATE story SET language = $3, title = $4, body = $5, facts = $6, state = $7, published_at = $8, edited_at = $9,
         version = version + 1 WHERE id = $1 AND version = $2";

    write fn remove_row(source: Uuid) -> exec =
        "DELETE FROM story WHERE source = $1";

    read fn row_by_source(source: Uuid) -> opt<StoryRow> =
        "SELECT id, source, slug, language, title, body, facts, state, published_at, edited_at, version
         FROM story WHERE source = $1";

    read fn row_by_slug(slug: &str) -> opt<StoryRow> =
        "SELECT id, source, slug, language, title, body, facts, state, published_at, edited_at, version
         FROM story WHERE slug = $1";

    /// The addresses that a number at the end must tell apart from `base`, a slug and thus free of wildcards.
    read fn slugs_like(base: &str) -> all<(String,)> =
        "SELECT slug FROM story WHERE slug = $1 OR slug LIKE $1 || '-%'";
}

/// Writes a first draft.
pub async fn add(tx: &mut WriteTx, story: &Story) -> Result<(), DbError> {
    let Story { id, source, slug, language, title, body, .. } = story;
    let facts = facts(story);
    add_row(tx, id.into_untyped_uuid(), *source, slug, language, title, body, &facts, micros(story.edited_at)).await?;
    Ok(())
}

/// Writes what a transition returned. False: somebody else was faster.
pub async fn update(tx: &mut WriteTx, story: &Story) -> Result<bool, DbError> {
    let Story { id, language, title, body, state, .. } = story;
    let (id, seen, facts) = (id.into_untyped_uuid(), story.version - 1, facts(story));
    let published_at = state.published_at().map(micros);
    let edited_at = micros(story.edited_at);
    let changed = move_row(tx, id, seen, language, title, body, &facts, state.key(), published_at, edited_at).await?;
    Ok(changed == 1)
}

fn facts(story: &Story) -> String {
    serde_json::to_string(&story.facts).expect("facts are strings, numbers and lists: JSON has them all")
}
