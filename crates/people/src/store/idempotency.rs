//! SQL of requests that are done once. That a run has changed something is said by `db::keyed`.

use db::statements;
use sqlx::FromRow;
use uuid::Uuid;

/// A request that was sent with a key.
#[derive(Debug, FromRow)]
pub struct KeyRow {
    /// SHA-256 of the request.
    pub request: Vec<u8>,
    /// The attempt that works on it.
    pub run: Uuid,
    /// `begun`, `changed` or `answered`.
    pub state: String,
    /// What was changed first.
    pub object: Option<Uuid>,
    /// Status of the answer.
    pub status: Option<i64>,
    /// Its headers, as JSON.
    pub headers: Option<String>,
    /// Its body.
    pub body: Option<Vec<u8>>,
}

statements! {
    /// 0 rows: the key is known.
    write fn key_begin(person_id: Uuid, key: &str, request: &[u8], run: Uuid, now: i64) -> exec =
        "INSERT INTO idempotency (person_id, key, request, run, state, object, status, headers, body, begun_at)
         VALUES ($1, $2, $3, $4, 'begun', NULL, NULL, NULL, NULL, $5)
         ON CONFLICT (person_id, key) DO NOTHING";

    read fn key_find(person_id: Uuid, key: &str) -> opt<KeyRow> =
        "SELECT request, run, state, object, status, headers, body FROM idempotency WHERE person_id = $1 AND key = $2";

    /// Another attempt works on it from now on. 0 rows: somebody else was faster, or it has changed something.
    write fn key_overtake(before: Uuid, run: Uuid) -> exec =
        "UPDATE idempotency SET run = $2 WHERE run = $1 AND state = 'begun'";

    write fn key_answer(run: Uuid, status: i64, headers: &str, body: &[u8]) -> exec =
        "UPDATE idempotency SET state = 'answered', status = $2, headers = $3, body = $4 WHERE run = $1";

    /// Nothing was changed: whoever sends it again begins anew.
    write fn key_drop(run: Uuid) -> exec =
        "DELETE FROM idempotency WHERE run = $1 AND state = 'begun'";

    read fn keys_counted(person_id: Uuid) -> opt<(i64,)> =
        "SELECT count(*) AS n FROM idempotency WHERE person_id = $1";

    write fn keys_of_person_forget(person_id: Uuid) -> exec =
        "DELETE FROM idempotency WHERE person_id = $1";

    write fn keys_forget(before: i64) -> exec =
        "DELETE FROM idempotency WHERE begun_at < $1";
}
