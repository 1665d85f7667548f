//! All SQL of this crate.

mod rows;

pub use rows::{
    AskRow, CountRow, DraftGoalRow, FlaggedRow, GivenRow, IdRow, MonthRow, PairRow, PieceRow, PoolRow, ReceivedRow,
    SeenRow, SentRow, TaskRow, TaskShownRow, Unreadable, ValueRow,
};

use crate::model::{Ask, Contract, Piece, Received, Task};
use db::{DbError, WriteTx, micros, statements};
use newtype_uuid::GenericUuid;
use uuid::Uuid;

statements! {
    // Pieces, as writers and the server know them.

    write fn piece_insert(
        id: Uuid, writer_id: Uuid, subject_id: Uuid, task_id: Option<Uuid>, kind: &str, identity: &str, layout: &str,
        happened: &str, effect: &str, next: &str, event_on: &str, shows: &str, saved_at: i64
    ) -> exec =
        "INSERT INTO feedback_piece (id, writer_id, subject_id, task_id, kind, identity, layout, happened, effect, next,
                                     event_on, shows, contract, state, saved_at, sent_at, held_at, delivered_at,
                                     taken, used_in, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, 'draft', $13, NULL, NULL, NULL, FALSE, NULL, 1)";

    /// 0 rows: somebody was faster than version `seen`.
    write fn piece_update(
        id: Uuid, seen: i64, kind: &str, identity: &str, layout: &str, happened: &str, effect: &str, next: &str,
        event_on: &str, shows: &str, contract: Option<&str>, state: &str, saved_at: i64, sent_at: Option<i64>,
        held_at: Option<i64>, delivered_at: Option<i64>, task_id: Option<Uuid>, taken: bool
    ) -> exec =
        "UPDATE feedback_piece
         SET kind = $3, identity = $4, layout = $5, happened = $6, effect = $7, next = $8, event_on = $9, shows = $10,
             contract = $11, state = $12, saved_at = $13, sent_at = $14, held_at = $15, delivered_at = $16,
             task_id = $17, taken = $18, version = version + 1
         WHERE id = $1 AND version = $2";

    /// Forgets a draft, or a note to oneself.
    write fn piece_forget(id: Uuid, seen: i64) -> exec =
        "DELETE FROM feedback_piece WHERE id = $1 AND version = $2 AND (state = 'draft' OR kind = 'own')";

    /// Marks that a shared review cites it.
    write fn piece_used(id: Uuid, review: Uuid) -> exec =
        "UPDATE feedback_piece SET used_in = $2, version = version + 1 WHERE id = $1 AND used_in IS NULL";

    read fn piece_by_id(id: Uuid) -> opt<PieceRow> =
        "SELECT id, writer_id, subject_id, task_id, kind, identity, layout, happened, effect, next, event_on, shows,
                contract, state, saved_at, sent_at, held_at, delivered_at, taken, used_in, version
         FROM feedback_piece WHERE id = $1";

    /// Whose grace is over.
    read fn pieces_ripe(sent_until: i64, most: i64) -> all<PieceRow> =
        "SELECT id, writer_id, subject_id, task_id, kind, identity, layout, happened, effect, next, event_on, shows,
                contract, state, saved_at, sent_at, held_at, delivered_at, taken, used_in, version
         FROM feedback_piece WHERE state = 'answered' AND sent_at <= $1 ORDER BY sent_at LIMIT $2";

    /// About whom pieces wait, and in which kind.
    read fn pools() -> all<PoolRow> =
        "SELECT DISTINCT subject_id, kind FROM feedback_piece WHERE state = 'held' ORDER BY subject_id, kind";

    /// Everything that waits in one pool.
    read fn pieces_held(subject_id: Uuid, kind: &str) -> all<PieceRow> =
        "SELECT id, writer_id, subject_id, task_id, kind, identity, layout, happened, effect, next, event_on, shows,
                contract, state, saved_at, sent_at, held_at, delivered_at, taken, used_in, version
         FROM feedback_piece WHERE state = 'held' AND subject_id = $1 AND kind = $2 ORDER BY id";

    /// The draft about somebody that was last written, if there is one.
    read fn draft_about(writer_id: Uuid, subject_id: Uuid) -> opt<IdRow> =
        "SELECT id FROM feedback_piece WHERE writer_id = $1 AND subject_id = $2 AND state = 'draft' AND task_id IS NULL
         ORDER BY saved_at DESC LIMIT 1";

    /// Whether somebody ever wrote about somebody.
    read fn wrote_about(writer_id: Uuid, subject_id: Uuid) -> opt<CountRow> =
        "SELECT count(*) AS n FROM feedback_piece WHERE writer_id = $1 AND subject_id = $2";

    /// The draft or answer of a task.
    read fn piece_of_task(task_id: Uuid) -> opt<IdRow> =
        "SELECT id FROM feedback_piece WHERE task_id = $1 AND state <> 'retracted' ORDER BY saved_at DESC LIMIT 1";

    /// What somebody wrote, with what came back where the name stands at it: drafts, then what is on its way, then what
    /// arrived, then notes, each the newest first, from behind a place.
    read fn given(writer_id: Uuid, after_rank: i64, after_at: i64, after_id: Uuid, most: i64) -> all<GivenRow> =
        "SELECT p.id, p.subject_id, s.name AS subject, p.kind, p.identity, p.layout, p.happened, p.effect, p.next,
                p.event_on, p.shows, p.contract, p.task_id, p.version, p.taken, p.state, p.saved_at, p.sent_at, p.held_at, p.delivered_at, r.read_at, r.thanked_at, r.helped
         FROM feedback_piece AS p
         JOIN person AS s ON s.id = p.subject_id
         LEFT JOIN feedback_received AS r
                ON r.piece_id = p.id AND r.reader_id = p.subject_id AND p.identity = 'named' AND p.kind <> 'own'
         WHERE p.writer_id = $1
           AND (CASE WHEN p.state = 'draft' THEN 1 WHEN p.state IN ('answered', 'held') THEN 2 WHEN p.kind <> 'own' THEN 3 ELSE 4 END > $2
                OR (CASE WHEN p.state = 'draft' THEN 1 WHEN p.state IN ('answered', 'held') THEN 2 WHEN p.kind <> 'own' THEN 3 ELSE 4 END = $2 AND (p.saved_at < $3 OR (p.saved_at = $3 AND p.id > $4))))
         ORDER BY CASE WHEN p.state = 'draft' THEN 1 WHEN p.state IN ('answered', 'held') THEN 2 WHEN p.kind <> 'own' THEN 3 ELSE 4 END, p.saved_at DESC, p.id LIMIT $5";

    /// One of them.
    read fn given_one(writer_id: Uuid, id: Uuid) -> opt<GivenRow> =
        "SELECT p.id, p.subject_id, s.name AS subject, p.kind, p.identity, p.layout, p.happened, p.effect, p.next,
                p.event_on, p.shows, p.contract, p.task_id, p.version, p.taken, p.state, p.saved_at, p.sent_at, p.held_at, p.delivered_at, r.read_at, r.thanked_at, r.helped
         FROM feedback_piece AS p
         JOIN person AS s ON s.id = p.subject_id
         LEFT JOIN feedback_received AS r
                ON r.piece_id = p.id AND r.reader_id = p.subject_id AND p.identity = 'named' AND p.kind <> 'own'
         WHERE p.writer_id = $1 AND p.id = $2";

    /// Who has looked at a named piece.
    read fn readers(piece_id: Uuid) -> all<IdRow> =
        "SELECT r.reader_id AS id
         FROM feedback_received AS r JOIN feedback_piece AS p ON p.id = r.piece_id
         WHERE r.piece_id = $1 AND p.identity = 'named' AND r.read_at IS NOT NULL ORDER BY r.reader_id";

    // What readers have.

    write fn received_insert(
        id: Uuid, piece_id: Uuid, reader_id: Uuid, batch_id: Option<Uuid>, arrived_on: &str
    ) -> exec =
        "INSERT INTO feedback_received (id, piece_id, reader_id, batch_id, arrived_on, read_at, thanked_at, helped, kept,
                                        reflection, flagged_at, flag_say, flag_state, version)
         VALUES ($1, $2, $3, $4, $5, NULL, NULL, '', FALSE, '', NULL, '', 'none', 1)";

    /// 0 rows: somebody was faster than version `seen`.
    write fn received_update(
        id: Uuid, seen: i64, read_at: Option<i64>, thanked_at: Option<i64>, helped: &str, kept: bool, reflection: &str,
        flagged_at: Option<i64>, flag_say: &str, flag_state: &str
    ) -> exec =
        "UPDATE feedback_received
         SET read_at = $3, thanked_at = $4, helped = $5, kept = $6, reflection = $7, flagged_at = $8, flag_say = $9,
             flag_state = $10, version = version + 1
         WHERE id = $1 AND version = $2";

    read fn received_by_id(id: Uuid) -> opt<ReceivedRow> =
        "SELECT id, piece_id, reader_id, batch_id, arrived_on, read_at, thanked_at, helped, kept, reflection, flagged_at,
                flag_say, flag_state, version
         FROM feedback_received WHERE id = $1";

    /// What a reader has, by day and else in no order, from behind a place; all of it, or what is kept. The writer is named where the name stands at it, and else not
    /// even looked up.
    read fn inbox(reader_id: Uuid, after_day: &str, after_id: Uuid, kept: bool, most: i64) -> all<SeenRow> =
        "SELECT r.id, r.piece_id, r.reader_id, r.batch_id, r.arrived_on, r.read_at, r.thanked_at, r.helped, r.kept,
                r.reflection, r.flagged_at, r.flag_say, r.flag_state, r.version, p.subject_id, s.name AS subject,
                w.id AS writer_id, w.name AS writer, p.kind, p.identity, p.layout, p.happened, p.effect, p.next,
                p.event_on, p.shows, p.state, p.taken, a.question
         FROM feedback_received AS r
         JOIN feedback_piece AS p ON p.id = r.piece_id
         JOIN person AS s ON s.id = p.subject_id
         LEFT JOIN person AS w ON w.id = p.writer_id AND p.identity = 'named'
         LEFT JOIN feedback_task AS t ON t.id = p.task_id AND p.identity = 'named'
         LEFT JOIN feedback_ask AS a ON a.id = t.ask_id
         WHERE r.reader_id = $1 AND (r.arrived_on < $2 OR (r.arrived_on = $2 AND r.id > $3)) AND (r.kept OR NOT $4)
         ORDER BY r.arrived_on DESC, r.id LIMIT $5";

    /// One of them.
    read fn seen(id: Uuid) -> opt<SeenRow> =
        "SELECT r.id, r.piece_id, r.reader_id, r.batch_id, r.arrived_on, r.read_at, r.thanked_at, r.helped, r.kept,
                r.reflection, r.flagged_at, r.flag_say, r.flag_state, r.version, p.subject_id, s.name AS subject,
                w.id AS writer_id, w.name AS writer, p.kind, p.identity, p.layout, p.happened, p.effect, p.next,
                p.event_on, p.shows, p.state, p.taken, a.question
         FROM feedback_received AS r
         JOIN feedback_piece AS p ON p.id = r.piece_id
         JOIN person AS s ON s.id = p.subject_id
         LEFT JOIN person AS w ON w.id = p.writer_id AND p.identity = 'named'
         LEFT JOIN feedback_task AS t ON t.id = p.task_id AND p.identity = 'named'
         LEFT JOIN feedback_ask AS a ON a.id = t.ask_id
         WHERE r.id = $1";

    /// Reports of abuse that nobody decided, without what readers made of the words. Nobody decides
    /// about what they wrote themselves.
    read fn flagged(partner_id: Uuid, after_at: i64, after_id: Uuid, most: i64) -> all<FlaggedRow> =
        "SELECT r.id, r.reader_id, s.name AS subject, w.name AS writer, p.identity, p.happened, p.effect, p.next,
                r.flagged_at, r.flag_say, r.version
         FROM feedback_received AS r
         JOIN feedback_piece AS p ON p.id = r.piece_id
         JOIN person AS s ON s.id = r.reader_id
         LEFT JOIN person AS w ON w.id = p.writer_id AND p.identity = 'named'
         WHERE r.flag_state = 'open' AND p.writer_id <> $1
           AND (r.flagged_at > $2 OR (r.flagged_at = $2 AND r.id > $3))
         ORDER BY r.flagged_at, r.id LIMIT $4";

    // What the company stands for.

    read fn values() -> all<ValueRow> =
        "SELECT id, words FROM feedback_value ORDER BY place, words";

    write fn value_insert(id: Uuid, words: &str, place: i64) -> exec =
        "INSERT INTO feedback_value (id, words, place) VALUES ($1, $2, $3)";

    write fn value_forget(id: Uuid) -> exec =
        "DELETE FROM feedback_value WHERE id = $1";

    // Goal drafts.

    write fn goal_insert(id: Uuid, person_id: Uuid, received_id: Uuid, words: &str, made_at: i64) -> exec =
        "INSERT INTO feedback_goal_draft (id, person_id, received_id, words, made_at) VALUES ($1, $2, $3, $4, $5)";

    /// Whether the same sentence of the same piece is a draft already.
    read fn goal_same(person_id: Uuid, received_id: Uuid, words: &str) -> opt<CountRow> =
        "SELECT count(*) AS n FROM feedback_goal_draft WHERE person_id = $1 AND received_id = $2 AND words = $3";

    write fn goal_forget(id: Uuid, person_id: Uuid) -> exec =
        "DELETE FROM feedback_goal_draft WHERE id = $1 AND person_id = $2";

    read fn goals(person_id: Uuid) -> all<DraftGoalRow> =
        "SELECT id, received_id, words, made_at FROM feedback_goal_draft WHERE person_id = $1 ORDER BY made_at DESC, id";

    // Asks.

    write fn ask_insert(
        id: Uuid, asker_id: Uuid, subject_id: Uuid, question: &str, allowed: &str, sent_at: i64
    ) -> exec =
        "INSERT INTO feedback_ask (id, asker_id, subject_id, question, allowed, sent_at, withdrawn_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, NULL, 1)";

    /// 0 rows: somebody was faster.
    write fn ask_withdraw(id: Uuid, seen: i64, at: i64) -> exec =
        "UPDATE feedback_ask SET withdrawn_at = $3, version = version + 1 WHERE id = $1 AND version = $2";

    read fn ask_by_id(id: Uuid) -> opt<AskRow> =
        "SELECT id, asker_id, subject_id, question, allowed, sent_at, withdrawn_at, version FROM feedback_ask WHERE id = $1";

    read fn asks_by(asker_id: Uuid, after_at: i64, after_id: Uuid, most: i64) -> all<AskRow> =
        "SELECT id, asker_id, subject_id, question, allowed, sent_at, withdrawn_at, version FROM feedback_ask
         WHERE asker_id = $1 AND (sent_at < $2 OR (sent_at = $2 AND id > $3)) ORDER BY sent_at DESC, id LIMIT $4";

    /// What others asked about somebody.
    read fn asks_about(subject_id: Uuid, most: i64) -> all<AskRow> =
        "SELECT id, asker_id, subject_id, question, allowed, sent_at, withdrawn_at, version FROM feedback_ask
         WHERE subject_id = $1 AND asker_id <> $1 ORDER BY sent_at DESC, id LIMIT $2";

    write fn task_insert(id: Uuid, ask_id: Uuid, person_id: Uuid, sent_at: i64) -> exec =
        "INSERT INTO feedback_task (id, ask_id, person_id, state, sent_at, accepted, reminders, reason, reason_shown, version)
         VALUES ($1, $2, $3, 'sent', $4, FALSE, 0, '', FALSE, 1)";

    /// 0 rows: somebody was faster than version `seen`.
    write fn task_update(
        id: Uuid, seen: i64, state: &str, accepted: bool, reminders: i64, reason: &str, reason_shown: bool
    ) -> exec =
        "UPDATE feedback_task
         SET state = $3, accepted = $4, reminders = $5, reason = $6, reason_shown = $7, version = version + 1
         WHERE id = $1 AND version = $2";

    read fn task_by_id(id: Uuid) -> opt<TaskRow> =
        "SELECT id, ask_id, person_id, state, sent_at, accepted, reminders, reason, reason_shown, version
         FROM feedback_task WHERE id = $1";

    read fn tasks_of(ask_id: Uuid) -> all<TaskShownRow> =
        "SELECT t.id, t.ask_id, t.person_id, t.state, t.sent_at, t.accepted, t.reminders, t.reason, t.reason_shown, t.version, n.name,
                EXISTS (SELECT 1 FROM feedback_piece AS p JOIN feedback_received AS r ON r.piece_id = p.id
                        WHERE p.task_id = t.id AND p.identity = 'named') AS delivered_named
         FROM feedback_task AS t JOIN person AS n ON n.id = t.person_id
         WHERE t.ask_id = $1 ORDER BY n.folded, n.id";

    /// What somebody is asked and has not answered.
    read fn tasks_open(person_id: Uuid) -> all<TaskRow> =
        "SELECT id, ask_id, person_id, state, sent_at, accepted, reminders, reason, reason_shown, version
         FROM feedback_task WHERE person_id = $1 AND state IN ('sent', 'accepted') ORDER BY sent_at, id";

    /// What counts towards the most that somebody may be asked at once, the oldest first. Where the writer may be
    /// confidential an ask counts for all its days, so that room which comes free tells nobody about an answer.
    read fn tasks_counted(person_id: Uuid, sent_after: i64) -> all<TaskRow> =
        "SELECT t.id, t.ask_id, t.person_id, t.state, t.sent_at, t.accepted, t.reminders, t.reason, t.reason_shown, t.version
         FROM feedback_task AS t JOIN feedback_ask AS a ON a.id = t.ask_id
         WHERE t.person_id = $1 AND t.sent_at > $2
           AND (t.state IN ('sent', 'accepted') OR a.allowed = 'choice')
         ORDER BY t.sent_at, t.id";

    /// Whether somebody was asked the same by the same within these days.
    read fn asked_already(person_id: Uuid, asker_id: Uuid, subject_id: Uuid, sent_after: i64) -> opt<CountRow> =
        "SELECT count(*) AS n FROM feedback_task AS t JOIN feedback_ask AS a ON a.id = t.ask_id
         WHERE t.person_id = $1 AND a.asker_id = $2 AND a.subject_id = $3 AND t.sent_at > $4
           AND (t.state IN ('sent', 'accepted') OR a.allowed = 'choice')";

    /// Open tasks that a reminder or the end may be due for.
    read fn tasks_due(sent_until: i64) -> all<TaskRow> =
        "SELECT id, ask_id, person_id, state, sent_at, accepted, reminders, reason, reason_shown, version
         FROM feedback_task WHERE state IN ('sent', 'accepted') AND sent_at <= $1 ORDER BY sent_at, id";

    // What is kept of somebody, and what an erasure or the end of a rule does to it.

    /// Every task of somebody, the oldest first.
    read fn tasks_ever(person_id: Uuid) -> all<TaskRow> =
        "SELECT id, ask_id, person_id, state, sent_at, accepted, reminders, reason, reason_shown, version
         FROM feedback_task WHERE person_id = $1 ORDER BY sent_at, id";

    /// Pieces by somebody, about somebody, or promised to somebody by id.
    read fn pieces_around(person_id: Uuid, in_contract: &str) -> all<PieceRow> =
        "SELECT id, writer_id, subject_id, task_id, kind, identity, layout, happened, effect, next, event_on, shows,
                contract, state, saved_at, sent_at, held_at, delivered_at, taken, used_in, version
         FROM feedback_piece WHERE writer_id = $1 OR subject_id = $1 OR contract LIKE $2 ORDER BY id";

    /// Pieces that came to rest before an instant.
    read fn pieces_over(before: i64) -> all<PieceRow> =
        "SELECT id, writer_id, subject_id, task_id, kind, identity, layout, happened, effect, next, event_on, shows,
                contract, state, saved_at, sent_at, held_at, delivered_at, taken, used_in, version
         FROM feedback_piece
         WHERE state NOT IN ('answered', 'held') AND coalesce(delivered_at, saved_at) < $1 ORDER BY id";

    write fn goals_of_piece_forget(piece_id: Uuid) -> exec =
        "DELETE FROM feedback_goal_draft
         WHERE received_id IN (SELECT id FROM feedback_received WHERE piece_id = $1)";

    write fn received_forget(piece_id: Uuid) -> exec =
        "DELETE FROM feedback_received WHERE piece_id = $1";

    write fn piece_erase(id: Uuid) -> exec =
        "DELETE FROM feedback_piece WHERE id = $1";

    write fn goals_forget(person_id: Uuid) -> exec =
        "DELETE FROM feedback_goal_draft WHERE person_id = $1";

    /// What a reader made of everything they have.
    write fn received_empty(reader_id: Uuid) -> exec =
        "UPDATE feedback_received SET reflection = '', helped = '', flag_say = '', kept = FALSE, version = version + 1
         WHERE reader_id = $1";

    /// What somebody asked, and what was asked about them.
    write fn questions_empty(person_id: Uuid) -> exec =
        "UPDATE feedback_ask SET question = '', version = version + 1 WHERE asker_id = $1 OR subject_id = $1";

    write fn reasons_empty(person_id: Uuid) -> exec =
        "UPDATE feedback_task SET reason = '', reason_shown = FALSE, version = version + 1 WHERE person_id = $1";

    /// Asks before an instant that no piece answers any more.
    read fn asks_over(before: i64) -> all<AskRow> =
        "SELECT a.id, a.asker_id, a.subject_id, a.question, a.allowed, a.sent_at, a.withdrawn_at, a.version
         FROM feedback_ask AS a
         WHERE a.sent_at < $1
           AND NOT EXISTS (SELECT 1 FROM feedback_task AS t JOIN feedback_piece AS p ON p.task_id = t.id
                           WHERE t.ask_id = a.id)
         ORDER BY a.id";

    write fn tasks_forget(ask_id: Uuid) -> exec =
        "DELETE FROM feedback_task WHERE ask_id = $1";

    write fn ask_forget(id: Uuid) -> exec =
        "DELETE FROM feedback_ask WHERE id = $1";

    // One's own balance. Months are written 2026-03.

    /// What somebody sent: kind, and when.
    read fn sent_since(person_id: Uuid, since: i64) -> all<SentRow> =
        "SELECT kind, sent_at FROM feedback_piece
         WHERE writer_id = $1 AND state NOT IN ('draft', 'retracted') AND kind <> 'own' AND sent_at >= $2
         ORDER BY sent_at";

    /// What somebody received, by the month of its arrival and kind.
    read fn months_received(person_id: Uuid, since: &str) -> all<MonthRow> =
        "SELECT substr(r.arrived_on, 1, 7) AS month, p.kind, count(*) AS n
         FROM feedback_received AS r JOIN feedback_piece AS p ON p.id = r.piece_id
         WHERE r.reader_id = $1 AND p.subject_id = $1 AND p.kind <> 'own' AND r.arrived_on >= $2
         GROUP BY substr(r.arrived_on, 1, 7), p.kind ORDER BY month, p.kind";

    /// When somebody asked.
    read fn asked_at(asker_id: Uuid, since: i64) -> all<AskRow> =
        "SELECT id, asker_id, subject_id, question, allowed, sent_at, withdrawn_at, version FROM feedback_ask
         WHERE asker_id = $1 AND sent_at >= $2 ORDER BY sent_at";

    /// Whom somebody asked about themselves.
    read fn asked_whom(asker_id: Uuid, since: i64) -> all<IdRow> =
        "SELECT DISTINCT t.person_id AS id
         FROM feedback_task AS t JOIN feedback_ask AS a ON a.id = t.ask_id
         WHERE a.asker_id = $1 AND a.subject_id = $1 AND a.sent_at >= $2 ORDER BY t.person_id";

    /// Who wrote named pieces to whom, among those who reported to somebody on a day, from one day up to before another.
    /// What was taken away since counts as well: a number that is out does not move.
    read fn team_received(manager_id: Uuid, day: &str, from_on: &str, until_on: &str) -> all<PairRow> =
        "SELECT p.writer_id, p.subject_id
         FROM reporting AS l
         JOIN feedback_received AS r ON r.reader_id = l.person_id
         JOIN feedback_piece AS p ON p.id = r.piece_id AND p.subject_id = l.person_id
         WHERE l.manager_id = $1 AND l.from_on <= $2 AND (l.until_on IS NULL OR l.until_on > $2)
           AND p.identity = 'named' AND p.kind <> 'own'
           AND r.arrived_on >= $3 AND r.arrived_on < $4
         ORDER BY p.subject_id, p.writer_id";
}

fn contract(it: Option<&Contract>) -> Option<String> {
    it.map(|it| serde_json::to_string(it).expect("enums, numbers and names: JSON has them all"))
}

/// Writes a first draft.
pub async fn add_piece(tx: &mut WriteTx, it: &Piece) -> Result<(), DbError> {
    let (id, writer, subject) =
        (it.id.into_untyped_uuid(), it.writer.into_untyped_uuid(), it.subject.into_untyped_uuid());
    let task = it.task.map(GenericUuid::into_untyped_uuid);
    let text = &it.text;
    let (day, layout) = (text.event_on.to_string(), text.layout.key());
    let (kind, identity, at) = (it.kind.key(), it.identity.key(), micros(it.saved_at));
    let words = (&text.happened, &text.effect, &text.next);
    piece_insert(
        tx,
        id,
        writer,
        subject,
        task,
        kind,
        identity,
        layout,
        words.0,
        words.1,
        words.2,
        &day,
        &text.shows,
        at,
    )
    .await?;
    Ok(())
}

/// Writes what a transition returned. False: somebody else was faster.
pub async fn keep_piece(tx: &mut WriteTx, it: &Piece) -> Result<bool, DbError> {
    let (id, seen, text) = (it.id.into_untyped_uuid(), it.version - 1, &it.text);
    let (day, layout, promise) = (text.event_on.to_string(), text.layout.key(), contract(it.contract.as_ref()));
    let changed = piece_update(
        tx,
        id,
        seen,
        it.kind.key(),
        it.identity.key(),
        layout,
        &text.happened,
        &text.effect,
        &text.next,
        &day,
        &text.shows,
        promise.as_deref(),
        it.state.key(),
        micros(it.saved_at),
        it.sent_at.map(micros),
        it.held_at.map(micros),
        it.delivered_at.map(micros),
        it.task.map(GenericUuid::into_untyped_uuid),
        it.taken,
    );
    Ok(changed.await? == 1)
}

/// Hands a piece to a reader.
pub async fn add_received(tx: &mut WriteTx, it: &Received) -> Result<(), DbError> {
    let (id, piece, reader) = (it.id.into_untyped_uuid(), it.piece.into_untyped_uuid(), it.reader.into_untyped_uuid());
    let batch = it.batch.map(GenericUuid::into_untyped_uuid);
    received_insert(tx, id, piece, reader, batch, &it.arrived_on.to_string()).await?;
    Ok(())
}

/// Writes what a reader made of it. `steps` were taken since it was read. False: somebody else was faster.
pub async fn keep_received(tx: &mut WriteTx, it: &Received, seen: i64) -> Result<bool, DbError> {
    let id = it.id.into_untyped_uuid();
    let (read, thanked, flagged) = (it.read_at.map(micros), it.thanked_at.map(micros), it.flagged_at.map(micros));
    let (helped, reflection, say) = (&it.helped, &it.reflection, &it.flag_say);
    let changed =
        received_update(tx, id, seen, read, thanked, helped, it.kept, reflection, flagged, say, it.flag.key());
    Ok(changed.await? == 1)
}

/// Writes an ask and its tasks.
pub async fn add_ask(tx: &mut WriteTx, ask: &Ask, tasks: &[Task]) -> Result<(), DbError> {
    let (id, asker, subject) =
        (ask.id.into_untyped_uuid(), ask.asker.into_untyped_uuid(), ask.subject.into_untyped_uuid());
    let at = micros(ask.sent_at);
    ask_insert(tx, id, asker, subject, &ask.question, ask.allowed.key(), at).await?;
    for task in tasks {
        task_insert(tx, task.id.into_untyped_uuid(), id, task.person.into_untyped_uuid(), at).await?;
    }
    Ok(())
}

/// Writes what a transition returned. False: somebody else was faster.
pub async fn keep_task(tx: &mut WriteTx, it: &Task) -> Result<bool, DbError> {
    let (id, seen) = (it.id.into_untyped_uuid(), it.version - 1);
    let state = it.state.key();
    let changed = task_update(tx, id, seen, state, it.accepted, it.reminders, &it.reason, it.reason_shown);
    Ok(changed.await? == 1)
}
