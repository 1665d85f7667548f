//! All SQL of this crate.

pub mod directory;
pub mod here;
pub mod hosts;
pub mod idempotency;
pub mod import;
pub mod oidc;
pub mod own;
pub mod passkey;
pub mod role;
pub mod sign_in;
pub mod token;

use crate::model::{Landing, Link, LinkFor, Person, PersonId, Purpose, Roles};
use db::{from_micros, statements};
use newtype_uuid::GenericUuid;
use sqlx::FromRow;
use uuid::Uuid;

/// A person beside one of their roles: as many rows as there are roles, and one where there is none.
#[derive(Debug, FromRow)]
pub struct PersonRow {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Counts the grants of a person.
    pub n: Option<i64>,
    /// Key of the role.
    pub role: Option<String>,
    /// Scope of a partner.
    pub team_id: Option<Uuid>,
    /// First day of the role.
    pub from_on: Option<String>,
    /// First day on which it is over.
    pub until_on: Option<String>,
}

impl PersonRow {
    fn grant(&self) -> Option<crate::model::Grant> {
        role::grant(self.n?, self.role.as_deref()?, self.team_id, self.from_on.as_deref()?, self.until_on.as_deref())
    }
}

/// The person of these rows, with all roles; none where there are no rows.
pub fn person(rows: &[PersonRow]) -> Option<Person> {
    let first = rows.first()?;
    let roles = Roles(rows.iter().filter_map(PersonRow::grant).collect());
    Some(Person { id: PersonId::from_untyped_uuid(first.id), name: first.name.clone(), roles })
}

/// Whose session it is, and the hat that was put on in it.
#[derive(Debug, FromRow)]
pub struct SessionRow {
    /// Who.
    #[sqlx(flatten)]
    pub person: PersonRow,
    /// Key of the hat; none if none was put on.
    pub hat: Option<String>,
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
    /// One person: see [`person`].
    read fn person_by_id(id: Uuid) -> all<PersonRow> =
        "SELECT p.id, p.name, g.n, g.role, g.team_id, g.from_on, g.until_on
         FROM person AS p LEFT JOIN role_grant AS g ON g.person_id = p.id
         WHERE p.id = $1 ORDER BY g.n";

    /// One person, by the address as `Email` folds it: see [`person`].
    read fn person_by_email(email: &str) -> all<PersonRow> =
        "SELECT p.id, p.name, g.n, g.role, g.team_id, g.from_on, g.until_on
         FROM person AS p LEFT JOIN role_grant AS g ON g.person_id = p.id
         WHERE p.email = $1 ORDER BY g.n";

    /// Who set the installation up, or the admin who was here first of those who are: see [`person`].
    read fn first_admin() -> all<PersonRow> =
        "SELECT p.id, p.name, g.n, g.role, g.team_id, g.from_on, g.until_on
         FROM person AS p LEFT JOIN role_grant AS g ON g.person_id = p.id
         WHERE p.id = (SELECT a.id FROM person AS a JOIN role_grant AS r ON r.person_id = a.id
                       WHERE r.role = 'admin' AND r.until_on IS NULL AND a.status <> 'leaver'
                       ORDER BY a.created_at, a.id LIMIT 1)
         ORDER BY g.n";

    /// Grants of the admin's role, those that are over among them.
    read fn admins() -> opt<CountRow> =
        "SELECT count(*) AS n FROM role_grant WHERE role = 'admin'";

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

    write fn session_add(
        token_hash: &[u8], id: Uuid, person_id: Uuid, how: &str, device: &str, now: i64, proved_at: Option<i64>,
        seen_at: i64, expires_at: i64
    ) -> exec =
        "INSERT INTO session (token_hash, id, person_id, how, device, created_at, proved_at, seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    /// Whose session this is, as long as it lasts and was used after `idle`: one row for each role. Roles are read anew
    /// each time: a change counts at once.
    read fn session_person(token_hash: &[u8], now: i64, idle: i64) -> all<SessionRow> =
        "SELECT p.id, p.name, g.n, g.role, g.team_id, g.from_on, g.until_on, s.hat
         FROM session AS s JOIN person AS p ON p.id = s.person_id
         LEFT JOIN role_grant AS g ON g.person_id = p.id
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND p.status <> 'leaver' ORDER BY g.n";

    write fn session_end(token_hash: &[u8]) -> exec =
        "DELETE FROM session WHERE token_hash = $1";

    /// Those that are over, and those that nobody used after `idle`.
    write fn sessions_forget(now: i64, idle: i64) -> exec =
        "DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2";
}
