//! All SQL of this crate.

pub mod directory;
pub mod import;

use crate::model::{Landing, Link, LinkFor, Person, PersonId, Purpose};
use db::{from_micros, statements};
use newtype_uuid::GenericUuid;
use sqlx::FromRow;
use uuid::Uuid;

/// A row of `person`.
#[derive(Debug, FromRow)]
pub struct PersonRow {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// May run chats.
    pub is_host: bool,
    /// Runs the server.
    pub is_admin: bool,
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        Self { id: PersonId::from_untyped_uuid(row.id), name: row.name, is_host: row.is_host, is_admin: row.is_admin }
    }
}

/// A row of `sign_in_link`, without its token. Times in microseconds.
#[derive(Debug, FromRow)]
pub struct LinkRow {
    /// Nobody yet, for a set-up link.
    pub person_id: Option<Uuid>,
    /// Key of [`Purpose`].
    pub purpose: String,
    /// Local path.
    pub lands_on: String,
    /// End of its life.
    pub expires_at: i64,
    /// Last use.
    pub used_at: Option<i64>,
}

impl LinkRow {
    /// The link; none if the row is not one that this program writes.
    pub fn link(self) -> Option<Link> {
        Some(Link {
            whom: match self.person_id {
                Some(id) => LinkFor::Person(PersonId::from_untyped_uuid(id)),
                None => LinkFor::Setup,
            },
            purpose: Purpose::from_key(&self.purpose)?,
            lands_on: Landing::parse(&self.lands_on)?,
            expires_at: from_micros(self.expires_at),
            used_at: self.used_at.map(from_micros),
        })
    }
}

/// The hash of a link that was just used.
#[derive(Debug, FromRow)]
pub struct UsedRow {
    /// SHA-256 of the token.
    pub token_hash: Vec<u8>,
}

/// A count.
#[derive(Debug, FromRow)]
pub struct CountRow {
    /// How many.
    pub n: i64,
}

statements! {
    read fn person_by_id(id: Uuid) -> opt<PersonRow> =
        "SELECT id, name, is_host, is_admin FROM person WHERE id = $1";

    /// The address as `Email` folds it.
    read fn person_by_email(email: &str) -> opt<PersonRow> =
        "SELECT id, name, is_host, is_admin FROM person WHERE email = $1";

    /// Who set the installation up.
    read fn first_admin() -> opt<PersonRow> =
        "SELECT id, name, is_host, is_admin FROM person WHERE is_admin ORDER BY created_at, id LIMIT 1";

    read fn admins() -> opt<CountRow> =
        "SELECT count(*) AS n FROM person WHERE is_admin";

    write fn link_add(token_hash: &[u8], person_id: Option<Uuid>, purpose: &str, lands_on: &str, now: i64,
                      expires_at: i64) -> exec =
        "INSERT INTO sign_in_link (token_hash, person_id, purpose, lands_on, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)";

    read fn link_by_hash(token_hash: &[u8]) -> opt<LinkRow> =
        "SELECT person_id, purpose, lands_on, expires_at, used_at FROM sign_in_link WHERE token_hash = $1";

    /// 0 rows: somebody else used it first.
    write fn link_use(token_hash: &[u8], now: i64) -> exec =
        "UPDATE sign_in_link SET used_at = $2 WHERE token_hash = $1 AND (used_at IS NULL OR purpose = 'demo')";

    /// Setting up closes every set-up link there is, so that a second one cannot make a second first person.
    write fn setup_links_use(now: i64) -> all<UsedRow> =
        "UPDATE sign_in_link SET used_at = $1 WHERE purpose = 'setup' AND used_at IS NULL RETURNING token_hash";

    /// Links that ended before `before`: nobody comes back to ask why they do not work.
    write fn links_forget(before: i64) -> exec =
        "DELETE FROM sign_in_link WHERE expires_at < $1";

    write fn session_add(token_hash: &[u8], person_id: Uuid, now: i64, expires_at: i64) -> exec =
        "INSERT INTO session (token_hash, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";

    /// Whose session this is, as long as it lasts. Roles are read anew each time: a change counts at once.
    read fn session_person(token_hash: &[u8], now: i64) -> opt<PersonRow> =
        "SELECT p.id, p.name, p.is_host, p.is_admin
         FROM session AS s JOIN person AS p ON p.id = s.person_id
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND p.status <> 'leaver'";

    write fn session_end(token_hash: &[u8]) -> exec =
        "DELETE FROM session WHERE token_hash = $1";

    write fn sessions_forget(now: i64) -> exec =
        "DELETE FROM session WHERE expires_at <= $1";
}
