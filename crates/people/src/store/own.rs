//! SQL of what people have in their own hands.

pub mod keys;
pub mod letters;
mod rows;

pub use rows::{
    CorrectionRow, CountedRow, ErasureRow, EventRow, HoldRow, ImportTextRow, LinkTimesRow, NameRow, PastImportRow,
    RetentionRow, SignedRow, SpanRow, UploadTextRow,
};

use super::CountRow;
use super::directory::{DayRow, IdRow};
use db::statements;
use uuid::Uuid;

statements! {
    // Fields in one's own hand.

    read fn own_fields(person_id: Uuid) -> all<CountedRow> =
        "SELECT field AS word, set_at AS n FROM own_field WHERE person_id = $1 ORDER BY field";

    /// Everybody's: what an import must leave alone.
    read fn all_own_fields() -> all<NameRow> =
        "SELECT person_id AS id, field AS name FROM own_field ORDER BY person_id, field";

    write fn own_field_put(person_id: Uuid, field: &str, now: i64) -> exec =
        "INSERT INTO own_field (person_id, field, set_at) VALUES ($1, $2, $3)
         ON CONFLICT (person_id, field) DO UPDATE SET set_at = excluded.set_at";


    write fn own_fields_forget(person_id: Uuid) -> exec = "DELETE FROM own_field WHERE person_id = $1";

    // Corrections.

    write fn correction_add(id: Uuid, person_id: Uuid, field: &str, wish: &str, why: &str, now: i64) -> exec =
        "INSERT INTO correction (id, person_id, field, wish, why, state, answer, asked_at, decided_by, decided_at, version)
         VALUES ($1, $2, $3, $4, $5, 'asked', '', $6, NULL, NULL, 1)";

    read fn correction_by_id(id: Uuid) -> opt<CorrectionRow> =
        "SELECT c.id, c.person_id, p.name, c.field, c.wish, c.why, c.state, c.answer, c.asked_at, c.decided_by,
                c.decided_at, c.version
         FROM correction AS c JOIN person AS p ON p.id = c.person_id WHERE c.id = $1";

    read fn corrections_of(person_id: Uuid) -> all<CorrectionRow> =
        "SELECT c.id, c.person_id, p.name, c.field, c.wish, c.why, c.state, c.answer, c.asked_at, c.decided_by,
                c.decided_at, c.version
         FROM correction AS c JOIN person AS p ON p.id = c.person_id WHERE c.person_id = $1 ORDER BY c.asked_at, c.id";

    read fn corrections_asked() -> all<CorrectionRow> =
        "SELECT c.id, c.person_id, p.name, c.field, c.wish, c.why, c.state, c.answer, c.asked_at, c.decided_by,
                c.decided_at, c.version
         FROM correction AS c JOIN person AS p ON p.id = c.person_id WHERE c.state = 'asked' ORDER BY c.asked_at, c.id";

    /// 0 rows: somebody was faster.
    write fn correction_move(id: Uuid, seen: i64, state: &str, answer: &str, by: Option<Uuid>, now: i64) -> exec =
        "UPDATE correction SET state = $3, answer = $4, decided_by = $5, decided_at = $6, version = version + 1
         WHERE id = $1 AND version = $2 AND state = 'asked'";

    write fn corrections_forget(person_id: Uuid) -> exec = "DELETE FROM correction WHERE person_id = $1";

    /// Corrections that ended before `before`, one by one, so that those of people under a hold can stay.
    read fn corrections_ended(before: i64) -> all<NameRow> =
        "SELECT person_id AS id, field AS name FROM correction WHERE state <> 'asked' AND decided_at < $1
         ORDER BY decided_at, id";

    write fn corrections_end(person_id: Uuid, before: i64) -> exec =
        "DELETE FROM correction WHERE person_id = $1 AND state <> 'asked' AND decided_at < $2";

    // Erasures.

    write fn erasure_add(id: Uuid, person_id: Uuid, cause: &str, now: i64) -> exec =
        "INSERT INTO erasure (id, person_id, cause, state, answer, asked_at, first_by, first_hat, first_at,
                              second_by, second_at, proof, proof_hash, version)
         VALUES ($1, $2, $3, 'asked', '', $4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1)";

    read fn erasure_by_id(id: Uuid) -> opt<ErasureRow> =
        "SELECT e.id, e.person_id, p.name, e.cause, e.state, e.answer, e.asked_at, e.first_by, e.first_hat, e.first_at,
                e.second_by, e.second_at, e.proof, e.proof_hash, e.version
         FROM erasure AS e JOIN person AS p ON p.id = e.person_id WHERE e.id = $1";

    read fn erasures_of(person_id: Uuid) -> all<ErasureRow> =
        "SELECT e.id, e.person_id, p.name, e.cause, e.state, e.answer, e.asked_at, e.first_by, e.first_hat, e.first_at,
                e.second_by, e.second_at, e.proof, e.proof_hash, e.version
         FROM erasure AS e JOIN person AS p ON p.id = e.person_id WHERE e.person_id = $1 ORDER BY e.asked_at, e.id";

    read fn erasures_asked() -> all<ErasureRow> =
        "SELECT e.id, e.person_id, p.name, e.cause, e.state, e.answer, e.asked_at, e.first_by, e.first_hat, e.first_at,
                e.second_by, e.second_at, e.proof, e.proof_hash, e.version
         FROM erasure AS e JOIN person AS p ON p.id = e.person_id
         WHERE e.state IN ('asked', 'agreed') ORDER BY e.asked_at, e.id";

    /// The last ones that were carried out, the newest first.
    read fn erasures_done(most: i64) -> all<ErasureRow> =
        "SELECT e.id, e.person_id, p.name, e.cause, e.state, e.answer, e.asked_at, e.first_by, e.first_hat, e.first_at,
                e.second_by, e.second_at, e.proof, e.proof_hash, e.version
         FROM erasure AS e JOIN person AS p ON p.id = e.person_id
         WHERE e.state = 'done' ORDER BY e.second_at DESC, e.id LIMIT $1";

    /// 0 rows: somebody was faster.
    write fn erasure_first(id: Uuid, seen: i64, by: Uuid, hat: &str, now: i64) -> exec =
        "UPDATE erasure SET state = 'agreed', first_by = $3, first_hat = $4, first_at = $5, version = version + 1
         WHERE id = $1 AND version = $2 AND state = 'asked'";

    /// The end without an erasure: declined, or withdrawn. 0 rows: somebody was faster.
    write fn erasure_stop(id: Uuid, seen: i64, state: &str, answer: &str, by: Option<Uuid>, now: i64) -> exec =
        "UPDATE erasure SET state = $3, answer = $4, second_by = $5, second_at = $6, version = version + 1
         WHERE id = $1 AND version = $2 AND state IN ('asked', 'agreed')";

    /// 0 rows: somebody was faster.
    write fn erasure_done(id: Uuid, seen: i64, by: Option<Uuid>, now: i64, proof: &str, hash: &[u8]) -> exec =
        "UPDATE erasure SET state = 'done', second_by = $3, second_at = $4, proof = $5, proof_hash = $6,
                            version = version + 1
         WHERE id = $1 AND version = $2 AND state IN ('asked', 'agreed')";

    write fn erasure_words_forget(person_id: Uuid) -> exec =
        "UPDATE erasure SET answer = '' WHERE person_id = $1";

    // Holds.

    write fn hold_add(id: Uuid, person_id: Uuid, reason: &str, set_by: Uuid, now: i64) -> exec =
        "INSERT INTO legal_hold (id, person_id, reason, set_by, set_at, ended_by, ended_at)
         VALUES ($1, $2, $3, $4, $5, NULL, NULL)";

    read fn holds() -> all<HoldRow> =
        "SELECT h.id, h.person_id, p.name, h.reason, s.name AS setter, h.set_at, h.ended_at
         FROM legal_hold AS h JOIN person AS p ON p.id = h.person_id JOIN person AS s ON s.id = h.set_by
         WHERE h.ended_at IS NULL ORDER BY h.set_at, h.id";

    read fn hold_by_id(id: Uuid) -> opt<HoldRow> =
        "SELECT h.id, h.person_id, p.name, h.reason, s.name AS setter, h.set_at, h.ended_at
         FROM legal_hold AS h JOIN person AS p ON p.id = h.person_id JOIN person AS s ON s.id = h.set_by
         WHERE h.id = $1";

    read fn holds_of(person_id: Uuid) -> all<HoldRow> =
        "SELECT h.id, h.person_id, p.name, h.reason, s.name AS setter, h.set_at, h.ended_at
         FROM legal_hold AS h JOIN person AS p ON p.id = h.person_id JOIN person AS s ON s.id = h.set_by
         WHERE h.person_id = $1 ORDER BY h.set_at, h.id";

    /// 0 rows: it has ended.
    write fn hold_end(id: Uuid, by: Uuid, now: i64) -> exec =
        "UPDATE legal_hold SET ended_by = $2, ended_at = $3 WHERE id = $1 AND ended_at IS NULL";

    write fn hold_words_forget(person_id: Uuid) -> exec =
        "UPDATE legal_hold SET reason = '' WHERE person_id = $1";

    // Retention.

    read fn retention() -> all<RetentionRow> =
        "SELECT r.kind, r.days, r.wish, r.wish_by, r.wish_at, p.name AS wisher
         FROM retention AS r LEFT JOIN person AS p ON p.id = r.wish_by ORDER BY r.kind";

    write fn retention_put(kind: &str, days: i64, by: Uuid, now: i64) -> exec =
        "INSERT INTO retention (kind, days, set_by, set_at, wish, wish_by, wish_at) VALUES ($1, $2, $3, $4, NULL, NULL, NULL)
         ON CONFLICT (kind) DO UPDATE SET days = excluded.days, set_by = excluded.set_by, set_at = excluded.set_at,
                                          wish = NULL, wish_by = NULL, wish_at = NULL";

    /// Asks for fewer days; `days` count until somebody else asks for the same.
    write fn retention_ask(kind: &str, days: i64, wish: i64, by: Uuid, now: i64) -> exec =
        "INSERT INTO retention (kind, days, set_by, set_at, wish, wish_by, wish_at) VALUES ($1, $2, $4, $5, $3, $4, $5)
         ON CONFLICT (kind) DO UPDATE SET wish = excluded.wish, wish_by = excluded.wish_by, wish_at = excluded.wish_at";

    write fn retention_usual(kind: &str) -> exec = "DELETE FROM retention WHERE kind = $1";

    // Rules end nothing of somebody under a hold.

    write fn sessions_over(before: i64) -> exec =
        "DELETE FROM session WHERE expires_at < $1
           AND NOT EXISTS (SELECT 1 FROM legal_hold AS h WHERE h.person_id = session.person_id AND h.ended_at IS NULL)";

    write fn links_over(before: i64) -> exec =
        "DELETE FROM sign_in_link WHERE expires_at < $1
           AND NOT EXISTS (SELECT 1 FROM legal_hold AS h
                           WHERE h.person_id = sign_in_link.person_id AND h.ended_at IS NULL)";

    write fn letters_over(before: i64) -> exec = "DELETE FROM mail_outbox WHERE made_at < $1";

    /// Where nobody is under a hold.
    write fn uploads_over(before: i64) -> exec = "DELETE FROM people_upload WHERE made_at < $1";

    /// The same.
    write fn undo_over(before: i64) -> exec =
        "UPDATE people_import SET undo = '' WHERE made_at < $1 AND undo <> ''";

    write fn reads_over(day: &str) -> exec =
        "DELETE FROM ledger_read WHERE day < $1
           AND NOT EXISTS (SELECT 1 FROM legal_hold AS h
                           WHERE h.person_id IN (ledger_read.actor, ledger_read.subject) AND h.ended_at IS NULL)";

    /// Leavers whose last day was before `day` and whose entry still says who they were. A last day can be written down
    /// afterwards, so it counts, too, since when they are known to have left.
    read fn leavers_over(day: &str, before: i64) -> all<IdRow> =
        "SELECT p.id FROM person AS p
         WHERE p.status = 'leaver' AND p.left_on < $1
           AND NOT EXISTS (SELECT 1 FROM ledger AS l WHERE l.object = p.id
                           AND l.kind IN ('person_left', 'person_created') AND l.at > $2)
           AND NOT EXISTS (SELECT 1 FROM erasure AS e WHERE e.person_id = p.id AND e.state = 'done')
         ORDER BY p.left_on, p.id";

    // What is kept of somebody.

    read fn memberships_named(person_id: Uuid) -> all<SpanRow> =
        "SELECT t.name, m.from_on, m.until_on FROM team_member AS m JOIN team AS t ON t.id = m.team_id
         WHERE m.person_id = $1 ORDER BY m.from_on";

    /// Days on which others began to report to somebody; no names.
    read fn reports_counted(manager_id: Uuid) -> all<CountedRow> =
        "SELECT from_on AS word, count(*) AS n FROM reporting WHERE manager_id = $1 GROUP BY from_on ORDER BY from_on";

    read fn sessions_of(person_id: Uuid) -> all<SignedRow> =
        "SELECT how, device, created_at, seen_at, expires_at FROM session WHERE person_id = $1
         ORDER BY created_at, expires_at";

    read fn links_of(person_id: Uuid) -> all<LinkTimesRow> =
        "SELECT purpose, created_at, expires_at, used_at FROM sign_in_link WHERE person_id = $1 ORDER BY created_at";

    read fn uploads_of(made_by: Uuid) -> all<PastImportRow> =
        "SELECT file_name, made_at, '' AS counts FROM people_upload WHERE made_by = $1 ORDER BY made_at, id";

    read fn imports_by(made_by: Uuid) -> all<PastImportRow> =
        "SELECT file_name, made_at, counts FROM people_import WHERE made_by = $1 ORDER BY seq";

    /// Files that wait, as bytes.
    read fn upload_texts() -> all<UploadTextRow> =
        "SELECT id, made_by, made_at, file_name, body, choices FROM people_upload ORDER BY made_at, id";

    write fn upload_forget(id: Uuid) -> exec = "DELETE FROM people_upload WHERE id = $1";

    /// What imports changed, as texts.
    read fn import_texts() -> all<ImportTextRow> =
        "SELECT id, made_at, file_name, undo FROM people_import ORDER BY seq";

    write fn import_text_put(id: Uuid, file_name: &str, undo: &str) -> exec =
        "UPDATE people_import SET file_name = $2, undo = $3 WHERE id = $1";

    /// What somebody did.
    read fn events_by(actor: Uuid, after: i64, most: i64) -> all<EventRow> =
        "SELECT seq, at, kind, object, data FROM ledger WHERE actor = $1 AND seq > $2 ORDER BY seq LIMIT $3";

    /// What happened to somebody's own record.
    read fn events_about(object: Uuid, after: i64, most: i64) -> all<EventRow> =
        "SELECT seq, at, kind, object, data FROM ledger WHERE object = $1 AND seq > $2 ORDER BY seq LIMIT $3";

    read fn reads_by(actor: Uuid) -> all<CountedRow> =
        "SELECT day || ' ' || kind AS word, count(*) AS n FROM ledger_read WHERE actor = $1
         GROUP BY day, kind ORDER BY day, kind";

    read fn reads_counted(subject: Uuid) -> opt<CountRow> =
        "SELECT count(*) AS n FROM ledger_read WHERE subject = $1";

    /// What somebody did to one object since a moment: events of one kind.
    read fn events_by_people(object: Uuid, kind: &str, since: i64) -> all<EventRow> =
        "SELECT seq, at, kind, object, data FROM ledger
         WHERE object = $1 AND kind = $2 AND at >= $3 AND actor IS NOT NULL ORDER BY seq";

    /// Events of one kind about one object since a moment.
    read fn events_since(object: Uuid, kind: &str, since: i64) -> opt<CountRow> =
        "SELECT count(*) AS n FROM ledger WHERE object = $1 AND kind = $2 AND at >= $3";

    /// What somebody decided for others: the day, and how often.
    read fn decided_by(person_id: Uuid) -> all<DayRow> =
        "SELECT 'correction' AS day FROM correction WHERE decided_by = $1
         UNION ALL SELECT 'erasure' FROM erasure WHERE first_by = $1 OR second_by = $1
         UNION ALL SELECT 'hold' FROM legal_hold WHERE set_by = $1 OR ended_by = $1
         UNION ALL SELECT 'retention' FROM retention WHERE set_by = $1 OR wish_by = $1
         UNION ALL SELECT 'role' FROM role_grant WHERE granted_by = $1
         ORDER BY day";

    read fn name_of(id: Uuid) -> opt<NameRow> = "SELECT id, name FROM person WHERE id = $1";

    /// Everybody's names, to find out who shares one.
    read fn all_names() -> all<NameRow> = "SELECT id, name FROM person ORDER BY id";

    write fn roles_forget(person_id: Uuid) -> exec = "DELETE FROM role_grant WHERE person_id = $1";
}
