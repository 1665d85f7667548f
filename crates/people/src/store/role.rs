//! SQL of roles: who holds which, and the hat of a session.

use super::CountRow;
use super::directory::IdRow;
use crate::model::directory::TeamId;
use crate::model::{Grant, Role};
use db::statements;
use newtype_uuid::GenericUuid;
use sqlx::FromRow;
use uuid::Uuid;

/// A role of a person, with the names that a list shows.
#[derive(Debug, Clone, FromRow)]
pub struct GrantRow {
    /// Whose.
    pub person_id: Uuid,
    /// Their name.
    pub name: String,
    /// Key of their status.
    pub status: String,
    /// Counts the grants of a person.
    pub n: i64,
    /// Key of [`Role`].
    pub role: String,
    /// Scope of a partner.
    pub team_id: Option<Uuid>,
    /// Its name.
    pub team: Option<String>,
    /// First day.
    pub from_on: String,
    /// First day on which it is over.
    pub until_on: Option<String>,
    /// Name of who gave it; nobody's for the command line.
    pub granted_by: Option<String>,
}

/// Somebody below somebody else.
#[derive(Debug, Clone, FromRow)]
pub struct BelowRow {
    /// Who.
    pub id: Uuid,
    /// 1: reports to them. 2: further down.
    pub step: i64,
}

impl GrantRow {
    /// The grant; none if the row is not one that this program writes.
    pub fn grant(&self) -> Option<Grant> {
        grant(self.n, &self.role, self.team_id, &self.from_on, self.until_on.as_deref())
    }
}

/// A grant from its stored form; none if this program would not write it.
pub(super) fn grant(n: i64, role: &str, team: Option<Uuid>, from: &str, until: Option<&str>) -> Option<Grant> {
    let until = match until {
        Some(until) => Some(until.parse().ok()?),
        None => None,
    };
    let team = team.map(TeamId::from_untyped_uuid);
    Some(Grant { n, role: Role::from_key(role)?, team, from: from.parse().ok()?, until })
}

statements! {
    /// The next number is one more than the grants there were.
    read fn grants_made(person_id: Uuid) -> opt<CountRow> =
        "SELECT count(*) AS n FROM role_grant WHERE person_id = $1";

    write fn grant_add(
        person_id: Uuid, n: i64, role: &str, team_id: Option<Uuid>, from_on: &str, until_on: Option<&str>,
        granted_by: Option<Uuid>
    ) -> exec =
        "INSERT INTO role_grant (person_id, n, role, team_id, from_on, until_on, granted_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)";

    /// Ends a role on a day, or where it begins if that is later. 0 rows: it is over by then, or there is none.
    write fn grant_end(person_id: Uuid, n: i64, day: &str) -> exec =
        "UPDATE role_grant SET until_on = CASE WHEN from_on > $3 THEN from_on ELSE $3 END
         WHERE person_id = $1 AND n = $2 AND (until_on IS NULL OR until_on > $3)";

    /// Ends every role of somebody who leaves.
    write fn grants_end(person_id: Uuid, day: &str) -> exec =
        "UPDATE role_grant SET until_on = CASE WHEN from_on > $2 THEN from_on ELSE $2 END
         WHERE person_id = $1 AND (until_on IS NULL OR until_on > $2)";

    /// Gives a role its former end again, where it still ends on `day`.
    write fn grant_reopen(person_id: Uuid, n: i64, day: &str, until_on: Option<&str>) -> exec =
        "UPDATE role_grant SET until_on = $4 WHERE person_id = $1 AND n = $2 AND until_on = $3";

    /// Roles that are held on a day or later, by name.
    read fn grants_on(day: &str) -> all<GrantRow> =
        "SELECT g.person_id, p.name, p.status, g.n, g.role, g.team_id, t.name AS team, g.from_on, g.until_on,
                b.name AS granted_by
         FROM role_grant AS g JOIN person AS p ON p.id = g.person_id
         LEFT JOIN team AS t ON t.id = g.team_id
         LEFT JOIN person AS b ON b.id = g.granted_by
         WHERE g.until_on IS NULL OR g.until_on > $1
         ORDER BY p.folded, p.id, g.n";

    /// Every role that somebody held or holds, the newest first.
    read fn grants_of(person_id: Uuid) -> all<GrantRow> =
        "SELECT g.person_id, p.name, p.status, g.n, g.role, g.team_id, t.name AS team, g.from_on, g.until_on,
                b.name AS granted_by
         FROM role_grant AS g JOIN person AS p ON p.id = g.person_id
         LEFT JOIN team AS t ON t.id = g.team_id
         LEFT JOIN person AS b ON b.id = g.granted_by
         WHERE g.person_id = $1 ORDER BY g.n DESC";

    /// Who looks after the server on a day and without a known end, and is here.
    read fn lasting_admins(day: &str) -> all<IdRow> =
        "SELECT DISTINCT p.id FROM role_grant AS g JOIN person AS p ON p.id = g.person_id
         WHERE g.role = 'admin' AND g.from_on <= $1 AND g.until_on IS NULL AND p.status <> 'leaver'
         ORDER BY p.id";

    /// The teams a partner looks after on a day, and all below them; a grant without a team is not among them.
    read fn scope_teams(person_id: Uuid, day: &str) -> all<IdRow> =
        "WITH RECURSIVE below (id) AS (
             SELECT team_id FROM role_grant
             WHERE person_id = $1 AND role = 'partner' AND team_id IS NOT NULL
               AND from_on <= $2 AND (until_on IS NULL OR until_on > $2)
             UNION SELECT t.id FROM team AS t JOIN below AS b ON t.parent_id = b.id)
         SELECT id FROM below ORDER BY id";

    /// The team somebody is in on a day; of whoever has left, the last one.
    read fn last_team(person_id: Uuid, day: &str) -> opt<IdRow> =
        "SELECT m.team_id AS id FROM team_member AS m JOIN person AS p ON p.id = m.person_id
         WHERE m.person_id = $1 AND m.from_on <= $2
           AND (m.until_on IS NULL OR m.until_on > $2 OR p.status = 'leaver')
         ORDER BY m.from_on DESC LIMIT 1";

    /// Everybody who reports to somebody on a day, and everybody below them.
    read fn line_below(person_id: Uuid, day: &str) -> all<BelowRow> =
        "WITH RECURSIVE below (id, step) AS (
             SELECT person_id, CAST(1 AS BIGINT) FROM reporting
             WHERE manager_id = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on > $2)
             UNION SELECT r.person_id, CAST(2 AS BIGINT) FROM reporting AS r JOIN below AS b ON r.manager_id = b.id
             WHERE r.from_on <= $2 AND (r.until_on IS NULL OR r.until_on > $2))
         SELECT id, step FROM below ORDER BY id, step";

    /// Puts another hat on. 0 rows: there is no such session.
    write fn hat_put_on(token_hash: &[u8], hat: &str) -> exec =
        "UPDATE session SET hat = $2 WHERE token_hash = $1";
}
