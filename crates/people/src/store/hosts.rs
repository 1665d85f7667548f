//! Who may run chats.

use db::statements;
use sqlx::FromRow;
use uuid::Uuid;

/// A host.
#[derive(Debug, FromRow)]
pub struct HostRow {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// What they do, or empty.
    pub title: String,
    /// Where they work, or empty.
    pub place: String,
}

statements! {
    /// Hosts who are here and fit four patterns.
    read fn hosts_found(one: &str, two: &str, three: &str, four: &str, day: &str, most: i64) -> all<HostRow> =
        r"SELECT p.id, p.name, p.title, p.place
          FROM person AS p
          WHERE p.status <> 'leaver'
            AND p.id IN (SELECT g.person_id FROM role_grant AS g
                         WHERE g.role = 'host' AND g.from_on <= $5 AND (g.until_on IS NULL OR g.until_on > $5))
            AND p.folded LIKE $1 ESCAPE '\' AND p.folded LIKE $2 ESCAPE '\'
            AND p.folded LIKE $3 ESCAPE '\' AND p.folded LIKE $4 ESCAPE '\'
          ORDER BY p.folded, p.id LIMIT $6";

    /// One host who is here.
    read fn host_by_id(id: Uuid, day: &str) -> opt<HostRow> =
        "SELECT p.id, p.name, p.title, p.place FROM person AS p
         WHERE p.id = $1 AND p.status <> 'leaver'
           AND p.id IN (SELECT g.person_id FROM role_grant AS g
                        WHERE g.role = 'host' AND g.from_on <= $2 AND (g.until_on IS NULL OR g.until_on > $2))";
}
