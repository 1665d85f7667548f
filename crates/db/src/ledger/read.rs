//! Who has read what about whom.
//!
//! Opening another person's review-grade content is recorded like a change. A page that shows it reads in a `ReadTx`,
//! so the record is a short write of its own, *before* the content leaves: what cannot be recorded is not shown. A
//! second look on the same day (UTC) is found by one read and writes nothing.

use super::store::{self, Row};
use super::{Entry, Event, append_numbered, wait_for_turn};
use crate::{Ambient, Db, DbError, Reads};
use serde_json::json;
use uuid::Uuid;

/// Somebody is about to see content about somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Who reads.
    pub actor: Uuid,
    /// What is read, ending in `_read`, for example `review_read`.
    pub kind: &'static str,
    /// The object that is read.
    pub object: Uuid,
    /// The person it is about.
    pub subject: Uuid,
}

/// Records that somebody reads, once per reader, object, kind and day; reading about oneself is not recorded.
/// To be called before the content is shown, and to be believed: on an error, show nothing.
pub async fn note_reads(db: &Db, ambient: &Ambient, readings: &[Reading]) -> Result<(), DbError> {
    let day = ambient.now().strftime("%Y-%m-%d").to_string();
    let foreign = readings.iter().filter(|it| it.actor != it.subject);
    let mut new = Vec::new();
    {
        let mut tx = db.read().await?;
        for it in foreign {
            if store::read_on(&mut tx, it.actor, it.object, it.kind, &day).await?.is_none() {
                new.push(*it);
            }
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    let mut tx = db.write().await?;
    // Under the lock nobody else can note the same reading in between.
    wait_for_turn(&mut tx).await?;
    for Reading { actor, kind, object, subject } in new {
        if store::read_on(&mut tx, actor, object, kind, &day).await?.is_none() {
            let entry = Entry { actor: Some(actor), kind, object, data: json!({ "subject": subject }) };
            let seq = append_numbered(&mut tx, ambient, entry).await?;
            store::read_add(&mut tx, actor, object, kind, &day, subject, seq).await?;
        }
    }
    tx.commit().await
}

/// Who has read what is about `subject`, newest first: at most `limit` events before number `before` (`i64::MAX` for
/// the newest).
pub async fn about(tx: &mut impl Reads, subject: Uuid, before: i64, limit: u32) -> Result<Vec<Event>, DbError> {
    events(store::reads_about(tx, subject, before, i64::from(limit)).await?)
}

/// What happened to `object`, readings included, newest first: at most `limit` events before number `before`.
pub async fn latest(tx: &mut impl Reads, object: Uuid, before: i64, limit: u32) -> Result<Vec<Event>, DbError> {
    events(store::by_object_before(tx, object, before, i64::from(limit)).await?)
}

fn events(rows: Vec<Row>) -> Result<Vec<Event>, DbError> {
    rows.into_iter().map(Event::try_from).collect()
}
