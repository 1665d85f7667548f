//! Passkeys and their challenges.

use db::statements;
use sqlx::FromRow;
use uuid::Uuid;

/// A row of `passkey`, for whom it signs in. Times in microseconds.
#[derive(Debug, FromRow)]
pub struct PasskeyRow {
    /// Id.
    pub id: Uuid,
    /// Whose it is.
    pub person_id: Uuid,
    /// As its owner calls it.
    pub name: String,
    /// `COSE_Key`.
    pub public_key: Vec<u8>,
    /// What it counted last.
    pub counter: i64,
    /// Lives on several devices.
    pub synced: bool,
    /// When it was added.
    pub made_at: i64,
    /// When it signed in last.
    pub used_at: Option<i64>,
}

/// A challenge that was just taken.
#[derive(Debug, FromRow)]
pub struct ChallengeRow {
    /// SHA-256 of the bond of the browser that asked.
    pub browser_hash: Vec<u8>,
    /// Who adds a passkey; nobody when somebody signs in.
    pub person_id: Option<Uuid>,
    /// End of its life.
    pub expires_at: i64,
}

/// The name an authenticator gave.
#[derive(Debug, FromRow)]
pub struct CredentialRow {
    /// Up to 1,023 bytes.
    pub credential_id: Vec<u8>,
}

statements! {
    write fn challenge_add(challenge_hash: &[u8], browser_hash: &[u8], person_id: Option<Uuid>, expires_at: i64)
        -> exec =
        "INSERT INTO passkey_challenge (challenge_hash, browser_hash, person_id, expires_at) VALUES ($1, $2, $3, $4)";

    /// A challenge is worth one answer, right or wrong.
    write fn challenge_take(challenge_hash: &[u8]) -> opt<ChallengeRow> =
        "DELETE FROM passkey_challenge WHERE challenge_hash = $1 RETURNING browser_hash, person_id, expires_at";

    write fn challenges_forget(now: i64) -> exec =
        "DELETE FROM passkey_challenge WHERE expires_at <= $1";

    write fn passkey_add(id: Uuid, person_id: Uuid, name: &str, credential_id: &[u8], public_key: &[u8], counter: i64,
                         synced: bool, now: i64) -> exec =
        "INSERT INTO passkey (id, person_id, name, credential_id, public_key, counter, synced, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    read fn passkey_by_credential(credential_id: &[u8]) -> opt<PasskeyRow> =
        "SELECT id, person_id, name, public_key, counter, synced, made_at, used_at FROM passkey
         WHERE credential_id = $1";

    read fn passkeys_of(person_id: Uuid) -> all<PasskeyRow> =
        "SELECT id, person_id, name, public_key, counter, synced, made_at, used_at FROM passkey
         WHERE person_id = $1 ORDER BY made_at, id";

    /// Of this person: somebody else's does not exist.
    read fn passkey_of(id: Uuid, person_id: Uuid) -> opt<PasskeyRow> =
        "SELECT id, person_id, name, public_key, counter, synced, made_at, used_at FROM passkey
         WHERE id = $1 AND person_id = $2";

    /// So that a browser does not offer to make a second one in the same place.
    read fn credentials_of(person_id: Uuid) -> all<CredentialRow> =
        "SELECT credential_id FROM passkey WHERE person_id = $1 ORDER BY made_at, id";

    /// 0 rows: it signed in somewhere else in this moment, or was removed.
    write fn passkey_use(id: Uuid, before: i64, counter: i64, synced: bool, now: i64) -> exec =
        "UPDATE passkey SET counter = $3, synced = $4, used_at = $5 WHERE id = $1 AND counter = $2";

    write fn passkey_rename(id: Uuid, person_id: Uuid, name: &str) -> exec =
        "UPDATE passkey SET name = $3 WHERE id = $1 AND person_id = $2";

    write fn passkey_remove(id: Uuid, person_id: Uuid) -> exec =
        "DELETE FROM passkey WHERE id = $1 AND person_id = $2";
}
