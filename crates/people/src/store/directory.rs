//! SQL of the directory: people as entries, teams, and who reports to whom.

mod rows;

pub use rows::{
    CardRow, ChartRow, DayRow, EntryRow, IdRow, PairRow, PersonTeamRow, ReportingRow, SizeRow, TeamIdRow,
    TeamMemberRow, TeamRow, VersionRow,
};

use super::CountRow;
use db::statements;
use uuid::Uuid;

statements! {
    /// Whoever changes the directory waits here for who does already: two changes that are good each for itself could
    /// close a circle together. SQLite has one writer anyway.
    write fn wait_for_turn(turn: i64) -> exec = {
        lite: "SELECT $1 AS turn",
        pg: "SELECT pg_advisory_xact_lock($1) AS turn"
    };

    write fn person_insert(
        id: Uuid, name: &str, email: Option<&str>, employee_id: Option<&str>, given_name: &str,
        family_name: &str, preferred_name: &str, pronouns: &str, title: &str, level: &str, place: &str,
        timezone: &str, language: &str, status: &str, started_on: Option<&str>, left_on: Option<&str>, folded: &str,
        now: i64
    ) -> exec =
        "INSERT INTO person (id, name, email, employee_id, given_name, family_name, preferred_name,
                             pronouns, title, level, place, timezone, language, status, started_on, left_on, folded,
                             created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1)";

    /// 0 rows: somebody was faster than version `seen`.
    write fn person_update(
        id: Uuid, seen: i64, name: &str, email: Option<&str>, employee_id: Option<&str>, given_name: &str,
        family_name: &str, preferred_name: &str, pronouns: &str, title: &str, level: &str, place: &str, timezone: &str,
        language: &str, status: &str, started_on: Option<&str>, left_on: Option<&str>, folded: &str
    ) -> exec =
        "UPDATE person
         SET name = $3, email = $4, employee_id = $5, given_name = $6, family_name = $7, preferred_name = $8,
             pronouns = $9, title = $10, level = $11, place = $12, timezone = $13, language = $14, status = $15,
             started_on = $16, left_on = $17, folded = $18, version = version + 1
         WHERE id = $1 AND version = $2";

    /// Counts a change of what surrounds a person. 0 rows: somebody was faster.
    write fn person_touch(id: Uuid, seen: i64) -> exec =
        "UPDATE person SET version = version + 1 WHERE id = $1 AND version = $2";

    write fn person_remove(id: Uuid) -> exec =
        "DELETE FROM person WHERE id = $1";

    read fn entry_by_id(id: Uuid) -> opt<EntryRow> =
        "SELECT id, name, email, employee_id, given_name, family_name, preferred_name, pronouns,
                title, level, place, timezone, language, status, started_on, left_on, version
         FROM person WHERE id = $1";

    read fn by_employee_id(employee_id: &str) -> opt<IdRow> =
        "SELECT id FROM person WHERE employee_id = $1";

    read fn entries() -> all<EntryRow> =
        "SELECT id, name, email, employee_id, given_name, family_name, preferred_name, pronouns,
                title, level, place, timezone, language, status, started_on, left_on, version
         FROM person ORDER BY id";

    /// Whose last day is over, and who is still marked as here.
    read fn overdue(today: &str) -> all<VersionRow> =
        "SELECT id, version FROM person WHERE status <> 'leaver' AND left_on < $1 ORDER BY id";

    write fn sessions_end(person_id: Uuid) -> exec =
        "DELETE FROM session WHERE person_id = $1";

    write fn links_end(person_id: Uuid) -> exec =
        "DELETE FROM sign_in_link WHERE person_id = $1";

    // Reporting lines.

    read fn manager_on(person_id: Uuid, day: &str) -> opt<IdRow> =
        "SELECT manager_id AS id FROM reporting
         WHERE person_id = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on > $2)";

    /// Everybody who reported to somebody on a day, people who have left since among them.
    read fn reports_on(manager_id: Uuid, day: &str) -> all<IdRow> =
        "SELECT p.id FROM reporting AS r JOIN person AS p ON p.id = r.person_id
         WHERE r.manager_id = $1 AND r.from_on <= $2 AND (r.until_on IS NULL OR r.until_on > $2)
         ORDER BY p.folded, p.id";

    /// Who reports to whom on a day.
    read fn lines_on(day: &str) -> all<PairRow> =
        "SELECT person_id, manager_id FROM reporting
         WHERE from_on <= $1 AND (until_on IS NULL OR until_on > $1) ORDER BY person_id";

    /// The days after `day` on which a line begins.
    read fn line_days(day: &str) -> all<DayRow> =
        "SELECT DISTINCT from_on AS day FROM reporting WHERE from_on > $1 ORDER BY day";

    read fn reporting_of(person_id: Uuid) -> all<ReportingRow> =
        "SELECT r.manager_id, r.from_on, r.until_on, m.name
         FROM reporting AS r JOIN person AS m ON m.id = r.manager_id
         WHERE r.person_id = $1 ORDER BY r.from_on";

    write fn reporting_forget(person_id: Uuid) -> exec =
        "DELETE FROM reporting WHERE person_id = $1";

    write fn reporting_add(person_id: Uuid, manager_id: Uuid, from_on: &str, until_on: Option<&str>) -> exec =
        "INSERT INTO reporting (person_id, manager_id, from_on, until_on) VALUES ($1, $2, $3, $4)";

    /// Lines that lead to somebody, on any day.
    read fn lines_to(manager_id: Uuid) -> all<IdRow> =
        "SELECT person_id AS id FROM reporting WHERE manager_id = $1 ORDER BY person_id, from_on";

    // Teams.

    write fn team_add(id: Uuid, name: &str, folded: &str, parent_id: Option<Uuid>) -> exec =
        "INSERT INTO team (id, name, folded, parent_id, version) VALUES ($1, $2, $3, $4, 1)";

    /// 0 rows: somebody was faster.
    write fn team_update(id: Uuid, seen: i64, name: &str, folded: &str, parent_id: Option<Uuid>) -> exec =
        "UPDATE team SET name = $3, folded = $4, parent_id = $5, version = version + 1 WHERE id = $1 AND version = $2";

    /// People in each team on a day; teams without anybody are left out.
    read fn team_sizes(day: &str) -> all<SizeRow> =
        "SELECT m.team_id AS id, count(*) AS n
         FROM team_member AS m JOIN person AS p ON p.id = m.person_id
         WHERE p.status <> 'leaver' AND m.from_on <= $1 AND (m.until_on IS NULL OR m.until_on > $1)
         GROUP BY m.team_id ORDER BY m.team_id";

    write fn team_remove(id: Uuid) -> exec =
        "DELETE FROM team WHERE id = $1";

    read fn team_by_id(id: Uuid) -> opt<TeamRow> =
        "SELECT id, name, parent_id, version FROM team WHERE id = $1";

    read fn teams() -> all<TeamRow> =
        "SELECT id, name, parent_id, version FROM team ORDER BY folded, id";

    /// Teams below it, people who are or were in it, and partners who look or looked after it.
    read fn team_uses(id: Uuid) -> opt<CountRow> =
        "SELECT (SELECT count(*) FROM team WHERE parent_id = $1)
              + (SELECT count(*) FROM team_member WHERE team_id = $1)
              + (SELECT count(*) FROM role_grant WHERE team_id = $1) AS n";

    read fn team_on(person_id: Uuid, day: &str) -> opt<TeamIdRow> =
        "SELECT team_id FROM team_member
         WHERE person_id = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on > $2)";

    read fn memberships_on(day: &str) -> all<PersonTeamRow> =
        "SELECT person_id, team_id FROM team_member
         WHERE from_on <= $1 AND (until_on IS NULL OR until_on > $1) ORDER BY person_id";

    read fn memberships_of(person_id: Uuid) -> all<TeamMemberRow> =
        "SELECT team_id, from_on, until_on FROM team_member WHERE person_id = $1 ORDER BY from_on";

    write fn memberships_forget(person_id: Uuid) -> exec =
        "DELETE FROM team_member WHERE person_id = $1";

    write fn membership_add(person_id: Uuid, team_id: Uuid, from_on: &str, until_on: Option<&str>) -> exec =
        "INSERT INTO team_member (person_id, team_id, from_on, until_on) VALUES ($1, $2, $3, $4)";

    // What pages show: nobody who has left.

    /// People after (`folded`, `id`) whose name, title, place or team holds all four patterns; `everywhere`, or in
    /// this team and the teams below it.
    read fn listed(
        one: &str, two: &str, three: &str, four: &str, everywhere: bool, team: Uuid, folded: &str, id: Uuid, day: &str,
        most: i64
    ) -> all<CardRow> =
        r"WITH RECURSIVE below (id) AS (
              SELECT id FROM team WHERE id = $6
              UNION SELECT t.id FROM team AS t JOIN below AS b ON t.parent_id = b.id)
          SELECT p.id, p.name, p.pronouns, p.title, p.level, p.place, p.timezone, p.language, p.status, p.folded,
                 p.version, t.id AS team_id, t.name AS team
          FROM person AS p
          LEFT JOIN team_member AS m
                 ON m.person_id = p.id AND m.from_on <= $9 AND (m.until_on IS NULL OR m.until_on > $9)
          LEFT JOIN team AS t ON t.id = m.team_id
          WHERE p.status <> 'leaver'
            AND (p.folded || ' ' || coalesce(t.folded, '')) LIKE $1 ESCAPE '\'
            AND (p.folded || ' ' || coalesce(t.folded, '')) LIKE $2 ESCAPE '\'
            AND (p.folded || ' ' || coalesce(t.folded, '')) LIKE $3 ESCAPE '\'
            AND (p.folded || ' ' || coalesce(t.folded, '')) LIKE $4 ESCAPE '\'
            AND ($5 OR t.id IN (SELECT id FROM below))
            AND (p.folded, p.id) > ($7, $8)
          ORDER BY p.folded, p.id LIMIT $10";

    /// How many there are of them in all.
    read fn listed_count(
        one: &str, two: &str, three: &str, four: &str, everywhere: bool, team: Uuid, day: &str
    ) -> opt<CountRow> =
        r"WITH RECURSIVE below (id) AS (
              SELECT id FROM team WHERE id = $6
              UNION SELECT t.id FROM team AS t JOIN below AS b ON t.parent_id = b.id)
          SELECT count(*) AS n
          FROM person AS p
          LEFT JOIN team_member AS m
                 ON m.person_id = p.id AND m.from_on <= $7 AND (m.until_on IS NULL OR m.until_on > $7)
          LEFT JOIN team AS t ON t.id = m.team_id
          WHERE p.status <> 'leaver'
            AND (p.folded || ' ' || coalesce(t.folded, '')) LIKE $1 ESCAPE '\'
            AND (p.folded || ' ' || coalesce(t.folded, '')) LIKE $2 ESCAPE '\'
            AND (p.folded || ' ' || coalesce(t.folded, '')) LIKE $3 ESCAPE '\'
            AND (p.folded || ' ' || coalesce(t.folded, '')) LIKE $4 ESCAPE '\'
            AND ($5 OR t.id IN (SELECT id FROM below))";

    /// One person, whether here or not.
    read fn card(id: Uuid, day: &str) -> opt<CardRow> =
        "SELECT p.id, p.name, p.pronouns, p.title, p.level, p.place, p.timezone, p.language, p.status, p.folded,
                p.version, t.id AS team_id, t.name AS team
         FROM person AS p
         LEFT JOIN team_member AS m
                ON m.person_id = p.id AND m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)
         LEFT JOIN team AS t ON t.id = m.team_id
         WHERE p.id = $1";

    /// Everybody who reports to somebody on a day and is here.
    read fn reports(manager_id: Uuid, day: &str) -> all<CardRow> =
        "SELECT p.id, p.name, p.pronouns, p.title, p.level, p.place, p.timezone, p.language, p.status, p.folded,
                p.version, t.id AS team_id, t.name AS team
         FROM reporting AS r
         JOIN person AS p ON p.id = r.person_id
         LEFT JOIN team_member AS m
                ON m.person_id = p.id AND m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)
         LEFT JOIN team AS t ON t.id = m.team_id
         WHERE r.manager_id = $1 AND r.from_on <= $2 AND (r.until_on IS NULL OR r.until_on > $2)
           AND p.status <> 'leaver'
         ORDER BY p.folded, p.id";

    /// Everybody who is here, and whom they report to on a day.
    read fn charted(day: &str) -> all<ChartRow> =
        "SELECT p.id, p.name, p.title, p.place, p.status, p.folded, r.manager_id, t.folded AS team
         FROM person AS p
         LEFT JOIN reporting AS r
                ON r.person_id = p.id AND r.from_on <= $1 AND (r.until_on IS NULL OR r.until_on > $1)
         LEFT JOIN team_member AS m
                ON m.person_id = p.id AND m.from_on <= $1 AND (m.until_on IS NULL OR m.until_on > $1)
         LEFT JOIN team AS t ON t.id = m.team_id
         WHERE p.status <> 'leaver'
         ORDER BY p.folded, p.id";
}
