//! What the company stands for: a short list, which a piece may point at. A piece keeps the words it was sent with.

use crate::desk::event;
use crate::model::{Field, VALUE_MAX, Wrong, line_of};
use crate::store::{self, ValueRow};
use crate::{Feedback, FeedbackError};
use db::{DbError, Reads};
use newtype_uuid::GenericUuid;
use people::PersonId;
use serde_json::json;
use uuid::Uuid;

/// Values that a list may have: more are remembered by nobody.
pub const MOST: usize = 12;

/// The list, in the order in which it was written.
pub async fn all(tx: &mut impl Reads) -> Result<Vec<ValueRow>, DbError> {
    store::values(tx).await
}

/// Whether a piece may show this: one of the list, what stood there before, or anything while there is no list.
pub(crate) async fn check(tx: &mut impl Reads, shows: &str, before: &str) -> Result<(), FeedbackError> {
    if shows.is_empty() || shows == before {
        return Ok(());
    }
    let values = all(tx).await?;
    if values.is_empty() || values.iter().any(|it| it.words == shows) {
        return Ok(());
    }
    Err(FeedbackError::Wrong(vec![(Field::Shows, Wrong::NoValue)]))
}

/// Adds one at the end. One that is there already stays where it is.
pub async fn add(feedback: &Feedback, by: Option<PersonId>, words: &str) -> Result<(), FeedbackError> {
    let words = line_of(words, VALUE_MAX)?;
    if words.is_empty() {
        return Err(Wrong::Empty.into());
    }
    let mut tx = feedback.db.write().await?;
    let id: Uuid = feedback.ambient.timeless_id::<crate::model::ValueKind>().into_untyped_uuid();
    // The ledger is written by one at a time, so two who add the same wait for each other.
    event(&mut tx, feedback, by.map(GenericUuid::into_untyped_uuid), "feedback_value_added", id, json!({})).await?;
    let there = all(&mut tx).await?;
    if there.iter().any(|it| it.words == words) {
        return Ok(());
    }
    if there.len() >= MOST {
        return Err(FeedbackError::ManyValues);
    }
    let place = feedback.ambient.now().as_microsecond();
    store::value_insert(&mut tx, id, &words, place).await?;
    Ok(tx.commit().await?)
}

/// Takes one off the list. Pieces that show it keep it.
pub async fn forget(feedback: &Feedback, by: PersonId, id: Uuid) -> Result<(), FeedbackError> {
    let mut tx = feedback.db.write().await?;
    if store::value_forget(&mut tx, id).await? == 0 {
        return Ok(());
    }
    event(&mut tx, feedback, Some(by.into_untyped_uuid()), "feedback_value_forgotten", id, json!({})).await?;
    Ok(tx.commit().await?)
}
