//! Whether a session holds.

use db::statements;
use sqlx::FromRow;
use uuid::Uuid;

/// Who a session belongs to.
#[derive(Debug, FromRow)]
pub struct HolderRow {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
}

statements! {
    /// Whose session this is, as long as it lasts, was used after `idle`, and the person is here.
    read fn session_holder(token_hash: &[u8], now: i64, idle: i64) -> opt<HolderRow> =
        "SELECT p.id, p.name
         FROM session AS s JOIN person AS p ON p.id = s.person_id
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND p.status <> 'leaver'";
}
