//! SQL of passwords, sessions and letters that wait.

use db::statements;
use sqlx::FromRow;
use uuid::Uuid;

/// Somebody with an address, and the hash of their password if they have one.
#[derive(Debug, FromRow)]
pub struct CredentialRow {
    /// Whose it is.
    pub id: Uuid,
    /// PHC string.
    pub hash: Option<String>,
}

/// A password.
#[derive(Debug, FromRow)]
pub struct PasswordRow {
    /// PHC string.
    pub hash: String,
    /// Since when, in microseconds.
    pub set_at: i64,
}

/// What others know of a person, and where letters go.
#[derive(Debug, FromRow)]
pub struct KnownRow {
    /// Name.
    pub name: String,
    /// Address.
    pub email: Option<String>,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
}

/// A session in a list. Times in microseconds.
#[derive(Debug, FromRow)]
pub struct SessionRow {
    /// Its name.
    pub id: Uuid,
    /// Key of `How`.
    pub how: String,
    /// Key of `Device`.
    pub device: String,
    /// When it began.
    pub created_at: i64,
    /// When somebody last proved in it who they are; none if nobody says so.
    pub proved_at: Option<i64>,
    /// The hour of its last use.
    pub seen_at: i64,
}

/// An instant in microseconds.
#[derive(Debug, FromRow)]
pub struct UntilRow {
    /// Until then.
    pub until: i64,
}

/// An id.
#[derive(Debug, FromRow)]
pub struct IdRow {
    /// The id.
    pub id: Uuid,
}

/// A letter that waits. Times in microseconds.
#[derive(Debug, FromRow)]
pub struct LetterRow {
    /// Id.
    pub id: Uuid,
    /// Key of its kind.
    pub kind: String,
    /// To whom.
    pub address: String,
    /// Page that its link leads to.
    pub lands_on: String,
    /// When it was asked for.
    pub made_at: i64,
    /// When it is to be tried.
    pub due_at: i64,
    /// Tries so far.
    pub attempts: i64,
}

statements! {
    /// Somebody who may sign in, by address.
    read fn credential(email: &str) -> opt<CredentialRow> =
        "SELECT p.id, w.hash FROM person AS p LEFT JOIN password AS w ON w.person_id = p.id
         WHERE p.email = $1 AND p.status <> 'leaver'";

    read fn password_of(person_id: Uuid) -> opt<PasswordRow> =
        "SELECT hash, set_at FROM password WHERE person_id = $1";

    /// The same, held until the transaction ends: a new password then waits for the session that the old one begins, and
    /// ends it, or the session waits and meets the new password. On SQLite there is one writer anyway.
    write fn password_for_sign_in(person_id: Uuid) -> opt<PasswordRow> = {
        lite: "SELECT hash, set_at FROM password WHERE person_id = $1",
        pg: "SELECT hash, set_at FROM password WHERE person_id = $1 FOR UPDATE"
    };

    write fn password_put(person_id: Uuid, hash: &str, set_at: i64) -> exec =
        "INSERT INTO password (person_id, hash, set_at) VALUES ($1, $2, $3)
         ON CONFLICT (person_id) DO UPDATE SET hash = $2, set_at = $3";

    /// The same password, hashed anew. 0 rows: it was changed meanwhile.
    write fn password_rehash(person_id: Uuid, before: &str, hash: &str) -> exec =
        "UPDATE password SET hash = $3 WHERE person_id = $1 AND hash = $2";

    write fn password_remove(person_id: Uuid) -> exec =
        "DELETE FROM password WHERE person_id = $1";

    /// Somebody who has not left.
    read fn here(id: Uuid) -> opt<IdRow> =
        "SELECT id FROM person WHERE id = $1 AND status <> 'leaver'";

    read fn known(id: Uuid) -> opt<KnownRow> =
        "SELECT name, email, given_name, family_name FROM person WHERE id = $1";

    read fn failures(account: &[u8]) -> opt<UntilRow> =
        "SELECT until FROM password_failure WHERE account = $1";

    /// One more, which weighs for `each` microseconds after those before it.
    write fn failure_add(account: &[u8], now: i64, each: i64) -> exec =
        "INSERT INTO password_failure (account, until) VALUES ($1, CAST($2 AS BIGINT) + $3)
         ON CONFLICT (account) DO UPDATE
         SET until = CASE WHEN password_failure.until > $2 THEN password_failure.until ELSE $2 END + $3";

    write fn failures_clear(account: &[u8]) -> exec =
        "DELETE FROM password_failure WHERE account = $1";

    /// Those that weigh nothing any more.
    write fn failures_forget(now: i64) -> exec =
        "DELETE FROM password_failure WHERE until <= $1";

    /// The session of a token.
    read fn session(token_hash: &[u8]) -> opt<SessionRow> =
        "SELECT id, how, device, created_at, proved_at, seen_at FROM session WHERE token_hash = $1";

    /// All sessions of a person that are not over, the last used first.
    read fn sessions(person_id: Uuid, now: i64, idle: i64) -> all<SessionRow> =
        "SELECT id, how, device, created_at, proved_at, seen_at FROM session
         WHERE person_id = $1 AND expires_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, created_at DESC, id";

    write fn session_end_one(person_id: Uuid, id: Uuid) -> exec =
        "DELETE FROM session WHERE person_id = $1 AND id = $2";

    /// All but the one with this token.
    write fn sessions_end_others(person_id: Uuid, token_hash: &[u8]) -> exec =
        "DELETE FROM session WHERE person_id = $1 AND token_hash <> $2";

    write fn session_seen(token_hash: &[u8], hour: i64) -> exec =
        "UPDATE session SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2";

    /// Links in letters that were not used.
    write fn mail_links_end(person_id: Uuid) -> exec =
        "DELETE FROM sign_in_link WHERE person_id = $1 AND purpose = 'mail'";

    write fn link_drop(token_hash: &[u8]) -> exec =
        "DELETE FROM sign_in_link WHERE token_hash = $1";

    write fn letter_add(id: Uuid, kind: &str, address: &str, lands_on: &str, now: i64) -> exec =
        "INSERT INTO mail_outbox (id, kind, address, lands_on, made_at, due_at, attempts)
         VALUES ($1, $2, $3, $4, $5, $5, 0)";

    /// The letter that waits longest.
    read fn letter_due(now: i64) -> opt<LetterRow> =
        "SELECT id, kind, address, lands_on, made_at, due_at, attempts FROM mail_outbox
         WHERE due_at <= $1 ORDER BY due_at, id LIMIT 1";

    /// Takes it until `until`. 0 rows: somebody else did.
    write fn letter_take(id: Uuid, seen: i64, until: i64) -> exec =
        "UPDATE mail_outbox SET due_at = $3, attempts = attempts + 1 WHERE id = $1 AND due_at = $2";

    write fn letter_later(id: Uuid, due_at: i64) -> exec =
        "UPDATE mail_outbox SET due_at = $2 WHERE id = $1";

    write fn letter_done(id: Uuid) -> exec =
        "DELETE FROM mail_outbox WHERE id = $1";
}
