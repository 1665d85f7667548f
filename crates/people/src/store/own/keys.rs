//! SQL of passkeys and accounts elsewhere, as far as they are somebody's own data.

use db::statements;
use sqlx::FromRow;
use uuid::Uuid;

/// A passkey without its key. Times in microseconds.
#[derive(Debug, FromRow)]
pub struct PasskeyRow {
    /// As its owner calls it.
    pub name: String,
    /// When it was made.
    pub made_at: i64,
    /// When it was used last.
    pub used_at: Option<i64>,
}

/// An account at another server. Times in microseconds.
#[derive(Debug, FromRow)]
pub struct AccountRow {
    /// The server.
    pub issuer: String,
    /// What it calls the person by.
    pub subject: String,
    /// When it was connected.
    pub made_at: i64,
    /// When it was used last.
    pub used_at: Option<i64>,
}

statements! {
    read fn passkeys_of(person_id: Uuid) -> all<PasskeyRow> =
        "SELECT name, made_at, used_at FROM passkey WHERE person_id = $1 ORDER BY made_at, id";

    write fn passkeys_forget(person_id: Uuid) -> exec = "DELETE FROM passkey WHERE person_id = $1";

    write fn challenges_forget(person_id: Uuid) -> exec = "DELETE FROM passkey_challenge WHERE person_id = $1";

    read fn accounts_of(person_id: Uuid) -> all<AccountRow> =
        "SELECT issuer, subject, made_at, used_at FROM oidc_identity WHERE person_id = $1 ORDER BY made_at, id";

    write fn account_sessions_forget(person_id: Uuid) -> exec =
        "DELETE FROM oidc_session WHERE identity_id IN (SELECT id FROM oidc_identity WHERE person_id = $1)";

    write fn accounts_forget(person_id: Uuid) -> exec = "DELETE FROM oidc_identity WHERE person_id = $1";

    write fn flows_forget(person_id: Uuid) -> exec = "DELETE FROM oidc_flow WHERE person_id = $1";
}
