//! The append-only record of every change. It is written in the transaction of the change itself; audit, mail,
//! webhooks, notices and digests only read it.

use crate::{Ambient, DbError, Reads, WriteTx, from_micros, micros};
use jiff::Timestamp;
use newtype_uuid::{GenericUuid, TypedUuidKind, TypedUuidTag};
use serde_json::Value;
use sqlx::FromRow;
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
    // A statement of its own: the next one must take its snapshot after the wait, not before.
    wait_for_turn(tx, TURN).await?;
    let id = ambient.id::<LedgerKind>().into_untyped_uuid();
    let at = micros(ambient.now());
    let Entry { actor, kind, object, data } = entry;
    add(tx, id, at, actor, kind, object, data.to_string()).await?;
    Ok(())
}

/// Everything that happened to `object`, in order.
pub async fn of(tx: &mut impl Reads, object: Uuid) -> Result<Vec<Event>, DbError> {
    let rows = by_object(tx, object).await?;
    rows.into_iter().map(Event::try_from).collect()
}

#[derive(FromRow)]
struct Row {
    seq: i64,
    id: Uuid,
    at: i64,
    actor: Option<Uuid>,
    kind: String,
    object: Uuid,
    data: String,
}

impl TryFrom<Row> for Event {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let Row { seq, id, at, actor, kind, object, data } = row;
        let data = serde_json::from_str(&data).map_err(|error| sqlx::Error::Decode(error.into()))?;
        Ok(Self { seq, id, at: from_micros(at), actor, kind, object, data })
    }
}

pub use store::STATEMENTS;
use store::{add, by_object, wait_for_turn};

#[expect(clippy::allow_attributes, reason = "the macro allows many arguments; other crates are not asked")]
mod store {
    use super::{Row, Uuid};

    crate::statements! {
        /// SQLite has one writer anyway.
        write fn wait_for_turn(turn: i64) -> exec = {
            lite: "SELECT $1 AS turn",
            pg: "SELECT pg_advisory_xact_lock($1) AS turn"
        };

        write fn add(
            id: Uuid, at: i64, actor: Option<Uuid>, kind: &str, object: Uuid, data: String
        ) -> exec =
            "INSERT INTO ledger (seq, id, at, actor, kind, object, data)
             VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM ledger), $1, $2, $3, $4, $5, $6)";

        read fn by_object(object: Uuid) -> all<Row> =
            "SELECT seq, id, at, actor, kind, object, data FROM ledger WHERE object = $1 ORDER BY seq";
    }
}
