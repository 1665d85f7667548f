//! The append-only record of every change. It is written in the transaction of the change itself; audit, mail,
//! webhooks, notices and digests only read it.
//!
//! A job seals what was appended into a chain of hashes ([`seal()`]), so that [`verify()`] finds whatever was changed
//! afterwards.

mod canonical;
mod chain;
mod read;
mod seal;
mod store;
mod verify;

pub use chain::{Hash, Head, NotAHash};
pub use read::{Reading, about, latest, note_reads};
pub use seal::{SealError, head, holds, seal, seal_some};
pub use store::STATEMENTS;
pub use verify::{Flaw, Kept, Sound, export, verify};

use crate::{Ambient, DbError, Reads, WriteTx, from_micros, keyed, micros};
use jiff::Timestamp;
use newtype_uuid::{GenericUuid, TypedUuidKind, TypedUuidTag};
use serde_json::Value;
use store::Row;
use uuid::Uuid;

/// A change, to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The person who changed it; `None` where nobody in particular did.
    pub actor: Option<Uuid>,
    /// What happened, for example `chat.started`.
    pub kind: &'static str,
    /// What it happened to.
    pub object: Uuid,
    /// What else a reader must know. Never content that its object protects.
    pub data: Value,
}

/// A change, as recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Place in the order of writing.
    pub seq: i64,
    /// Id of the event.
    pub id: Uuid,
    /// When it was written.
    pub at: Timestamp,
    /// The person who changed it; `None` where nobody in particular did.
    pub actor: Option<Uuid>,
    /// What happened.
    pub kind: String,
    /// What it happened to.
    pub object: Uuid,
    /// What else there is to know.
    pub data: Value,
}

enum LedgerKind {}

impl TypedUuidKind for LedgerKind {
    fn tag() -> TypedUuidTag {
        const TAG: TypedUuidTag = TypedUuidTag::new("ledger");
        TAG
    }
}

/// Names the lock that lets one PostgreSQL transaction after the other append.
const TURN: i64 = 0x6c65_6467_6572;

/// Records a change. On PostgreSQL whoever appends next waits until this transaction ends, so that `seq` has no gap
/// and a reader never meets a later event before an earlier one: append last, and commit soon.
pub async fn append(tx: &mut WriteTx, ambient: &Ambient, entry: Entry) -> Result<(), DbError> {
    keyed::mark(tx, entry.object).await?;
    append_numbered(tx, ambient, entry).await.map(drop)
}

/// Records a change; answers its number.
async fn append_numbered(tx: &mut WriteTx, ambient: &Ambient, entry: Entry) -> Result<i64, DbError> {
    wait_for_turn(tx).await?;
    let id = ambient.id::<LedgerKind>().into_untyped_uuid();
    let at = micros(ambient.now());
    let Entry { actor, kind, object, data } = entry;
    let added = store::add(tx, id, at, actor, kind, object, canonical::text(&data)).await?;
    added.map(|(seq,)| seq).ok_or_else(|| sqlx::Error::RowNotFound.into())
}

/// A statement of its own: the next one must take its snapshot after the wait, not before.
async fn wait_for_turn(tx: &mut WriteTx) -> Result<(), DbError> {
    store::wait_for_turn(tx, TURN).await.map(drop)
}

/// Everything that happened to `object`, in order.
pub async fn of(tx: &mut impl Reads, object: Uuid) -> Result<Vec<Event>, DbError> {
    let rows = store::by_object(tx, object).await?;
    rows.into_iter().map(Event::try_from).collect()
}

impl TryFrom<Row> for Event {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let Row { seq, id, at, actor, kind, object, data } = row;
        let data = serde_json::from_str(&data).map_err(|error| sqlx::Error::Decode(error.into()))?;
        Ok(Self { seq, id, at: from_micros(at), actor, kind, object, data })
    }
}
