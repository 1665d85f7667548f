//! The statements of the ledger.
#![expect(clippy::allow_attributes, reason = "the macro allows many arguments; other crates are not asked")]

use sqlx::FromRow;
use uuid::Uuid;

/// An event as it is stored.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Row {
    pub seq: i64,
    pub id: Uuid,
    pub at: i64,
    pub actor: Option<Uuid>,
    pub kind: String,
    pub object: Uuid,
    pub data: String,
}

/// A seal as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SealRow {
    pub seq: i64,
    pub hash: Vec<u8>,
}

crate::statements! {
    /// SQLite has one writer anyway.
    write fn wait_for_turn(turn: i64) -> exec = {
        lite: "SELECT $1 AS turn",
        pg: "SELECT pg_advisory_xact_lock($1) AS turn"
    };

    /// Answers the number it got.
    write fn add(
        id: Uuid, at: i64, actor: Option<Uuid>, kind: &str, object: Uuid, data: String
    ) -> opt<(i64,)> =
        "INSERT INTO ledger (seq, id, at, actor, kind, object, data)
         VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM ledger), $1, $2, $3, $4, $5, $6)
         RETURNING seq";

    read fn by_object(object: Uuid) -> all<Row> =
        "SELECT seq, id, at, actor, kind, object, data FROM ledger WHERE object = $1 ORDER BY seq";

    read fn by_object_before(object: Uuid, before: i64, limit: i64) -> all<Row> =
        "SELECT seq, id, at, actor, kind, object, data FROM ledger
         WHERE object = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";

    read fn events_after(seq: i64, limit: i64) -> all<Row> =
        "SELECT seq, id, at, actor, kind, object, data FROM ledger WHERE seq > $1 ORDER BY seq LIMIT $2";

    read fn last_event() -> opt<(i64,)> = "SELECT seq FROM ledger ORDER BY seq DESC LIMIT 1";

    read fn last_seal() -> opt<SealRow> = "SELECT seq, hash FROM ledger_seal ORDER BY seq DESC LIMIT 1";

    read fn seal_of(seq: i64) -> opt<SealRow> = "SELECT seq, hash FROM ledger_seal WHERE seq = $1";

    read fn seals_after(seq: i64, limit: i64) -> all<SealRow> =
        "SELECT seq, hash FROM ledger_seal WHERE seq > $1 ORDER BY seq LIMIT $2";

    write fn seal_add(seq: i64, hash: &[u8]) -> exec = "INSERT INTO ledger_seal (seq, hash) VALUES ($1, $2)";

    read fn read_on(actor: Uuid, object: Uuid, kind: &str, day: &str) -> opt<(i64,)> =
        "SELECT seq FROM ledger_read WHERE actor = $1 AND object = $2 AND kind = $3 AND day = $4";

    write fn read_add(actor: Uuid, object: Uuid, kind: &str, day: &str, subject: Uuid, seq: i64) -> exec =
        "INSERT INTO ledger_read (actor, object, kind, day, subject, seq) VALUES ($1, $2, $3, $4, $5, $6)";

    read fn reads_about(subject: Uuid, before: i64, limit: i64) -> all<Row> =
        "SELECT l.seq, l.id, l.at, l.actor, l.kind, l.object, l.data
         FROM ledger_read AS r JOIN ledger AS l ON l.seq = r.seq
         WHERE r.subject = $1 AND r.seq < $2 ORDER BY r.seq DESC LIMIT $3";
}
