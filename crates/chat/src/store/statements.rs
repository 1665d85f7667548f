//! Every statement, once, for both engines.

use super::rows::{
    AnswerRow, ChatRow, CountRow, HostRow, IdRow, ListRow, OwnerlessRow, PanellistRow, PassRow, SpotlightRow,
    StandingRow, SwipeRow, TakeRow, TruthRow, VoiceRow,
};
use db::statements;
use uuid::Uuid;

statements! {
    write fn chat_add(
        id: Uuid, title: &str, series: &str, held_on: &str, language: &str, mode: &str, door: &str, floor: i64,
        seats: i64, code: &str, screen_key: &[u8], created_by: Uuid, created_at: i64,
    ) -> exec =
        "INSERT INTO chat (id, title, series, held_on, language, mode, door, floor, seats, code, screen_key, phase, focus,
                           picture, created_by, owner_id, created_at, started_at, ended_at, moves, batch, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'draft', NULL, 'live', $12, $12, $13, NULL, NULL, 0, 0, 1)";

    /// Only a draft can be edited. 0 rows: somebody was faster, or the room is open. An edit takes a batch number, so
    /// that a room read before it cannot be started with the takes of before.
    write fn chat_edit(
        id: Uuid, seen: i64, title: &str, series: &str, held_on: &str, language: &str, mode: &str, door: &str,
        floor: i64, seats: i64,
    ) -> exec =
        "UPDATE chat SET title = $3, series = $4, held_on = $5, language = $6, mode = $7, door = $8, floor = $9,
                         seats = $10, version = version + 1, batch = batch + 1
         WHERE id = $1 AND version = $2 AND phase = 'draft'";

    read fn chat_by_id(id: Uuid) -> opt<ChatRow> =
        "SELECT id, title, series, held_on, language, mode, door, floor, seats, code, screen_key, phase, focus,
                picture, created_by, moves, batch, version
         FROM chat WHERE id = $1";

    read fn chat_by_code(code: &str) -> opt<ChatRow> =
        "SELECT id, title, series, held_on, language, mode, door, floor, seats, code, screen_key, phase, focus,
                picture, created_by, moves, batch, version
         FROM chat WHERE code = $1";

    read fn chat_by_screen_key(screen_key: &[u8]) -> opt<ChatRow> =
        "SELECT id, title, series, held_on, language, mode, door, floor, seats, code, screen_key, phase, focus,
                picture, created_by, moves, batch, version
         FROM chat WHERE screen_key = $1";

    /// Those that the person owns, and those that the person hosts with somebody else.
    read fn chats_by_host(person_id: Uuid) -> all<ListRow> =
        "SELECT c.id, c.title, c.series, c.held_on, c.code, c.phase, c.created_at, c.door, c.owner_id, p.name AS owner,
                (SELECT count(*) FROM take t WHERE t.chat_id = c.id) AS takes,
                (SELECT count(*) FROM voice v WHERE v.chat_id = c.id) AS joined
         FROM chat c JOIN person p ON p.id = c.owner_id
         WHERE c.owner_id = $1 OR c.id IN (SELECT h.chat_id FROM co_host h WHERE h.person_id = $1)
         ORDER BY c.created_at DESC, c.id";

    /// How somebody stands to a chat; no row: not at all.
    read fn standing_of(id: Uuid, person_id: Uuid) -> opt<StandingRow> =
        "SELECT c.owner_id = $2 AS is_owner FROM chat c
         WHERE c.id = $1
           AND (c.owner_id = $2 OR c.id IN (SELECT h.chat_id FROM co_host h WHERE h.person_id = $2))";

    /// The owner first, then the co-hosts by name.
    read fn hosts_of(chat_id: Uuid) -> all<HostRow> =
        "SELECT p.id, p.name, c.owner_id = p.id AS is_owner, p.status = 'leaver' AS has_left
         FROM chat c JOIN person p
           ON p.id = c.owner_id OR p.id IN (SELECT h.person_id FROM co_host h WHERE h.chat_id = c.id)
         WHERE c.id = $1 ORDER BY CASE WHEN c.owner_id = p.id THEN 0 ELSE 1 END, p.folded, p.id";

    write fn co_host_add(chat_id: Uuid, person_id: Uuid) -> exec =
        "INSERT INTO co_host (chat_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";

    write fn co_host_remove(chat_id: Uuid, person_id: Uuid) -> exec =
        "DELETE FROM co_host WHERE chat_id = $1 AND person_id = $2";

    /// 0 rows: somebody else owns it by now.
    write fn owner_set(chat_id: Uuid, from: Uuid, to: Uuid) -> exec =
        "UPDATE chat SET owner_id = $3 WHERE id = $1 AND owner_id = $2";

    /// Owners who have left or may run chats no more, and how many chats each has.
    read fn ownerless(day: &str) -> all<OwnerlessRow> =
        "SELECT p.id, p.name, p.status = 'leaver' AS has_left, count(*) AS n
         FROM chat c JOIN person p ON p.id = c.owner_id
         WHERE p.status = 'leaver'
            OR p.id NOT IN (SELECT g.person_id FROM role_grant g
                            WHERE g.role = 'host' AND g.from_on <= $1 AND (g.until_on IS NULL OR g.until_on > $1))
         GROUP BY p.id, p.name, p.status, p.folded ORDER BY p.folded, p.id";

    read fn owned_by(owner_id: Uuid) -> all<IdRow> =
        "SELECT id FROM chat WHERE owner_id = $1 ORDER BY id";

    /// Chats that will forget who their voices are, and were opened before this.
    read fn left_open(started_before: i64) -> all<IdRow> =
        "SELECT id FROM chat
         WHERE door = 'signed' AND mode = 'confidential' AND phase IN ('lobby', 'live', 'wrap_up') AND started_at < $1
         ORDER BY id";

    /// Those after a place in the same order.
    read fn chats_by_host_after(person_id: Uuid, created_at: i64, id: Uuid, most: i64) -> all<ListRow> =
        "SELECT c.id, c.title, c.series, c.held_on, c.code, c.phase, c.created_at, c.door, c.owner_id, p.name AS owner,
                (SELECT count(*) FROM take t WHERE t.chat_id = c.id) AS takes,
                (SELECT count(*) FROM voice v WHERE v.chat_id = c.id) AS joined
         FROM chat c JOIN person p ON p.id = c.owner_id
         WHERE (c.owner_id = $1 OR c.id IN (SELECT h.chat_id FROM co_host h WHERE h.person_id = $1))
           AND (c.created_at < $2 OR c.created_at = $2 AND c.id > $3)
         ORDER BY c.created_at DESC, c.id LIMIT $4";

    /// The batch number is the room's lock: whoever writes the next one owns it. 0 rows: another node did.
    write fn chat_step(id: Uuid, batch: i64, phase: &str, focus: Option<Uuid>, picture: &str, moves: i64) -> exec =
        "UPDATE chat SET batch = $2, phase = $3, focus = $4, picture = $5, moves = $6
         WHERE id = $1 AND batch = CAST($2 AS BIGINT) - 1";

    write fn chat_started(id: Uuid, at: i64) -> exec =
        "UPDATE chat SET started_at = $2 WHERE id = $1";

    write fn chat_ended(id: Uuid, at: i64) -> exec =
        "UPDATE chat SET ended_at = $2 WHERE id = $1";

    write fn panel_clear(chat_id: Uuid) -> exec =
        "DELETE FROM panellist WHERE chat_id = $1";

    write fn panellist_add(
        id: Uuid, chat_id: Uuid, position: i64, name: &str, role: &str, place: &str, since: &str,
    ) -> exec =
        "INSERT INTO panellist (id, chat_id, position, name, role, place, since)
         VALUES ($1, $2, $3, $4, $5, $6, $7)";

    read fn panel_of(chat_id: Uuid) -> all<PanellistRow> =
        "SELECT id, name, role, place, since FROM panellist WHERE chat_id = $1 ORDER BY position";

    write fn takes_clear(chat_id: Uuid) -> exec =
        "DELETE FROM take WHERE chat_id = $1";

    write fn take_add(id: Uuid, chat_id: Uuid, position: i64, text: &str, takeaway: &str) -> exec =
        "INSERT INTO take (id, chat_id, position, text, takeaway, state) VALUES ($1, $2, $3, $4, $5, 'draft')";

    read fn takes_of(chat_id: Uuid) -> all<TakeRow> =
        "SELECT id, text, takeaway, state FROM take WHERE chat_id = $1 ORDER BY position";

    write fn take_moved(chat_id: Uuid, id: Uuid, state: &str) -> exec =
        "UPDATE take SET state = $3 WHERE chat_id = $1 AND id = $2";

    write fn take_takeaway(chat_id: Uuid, id: Uuid, takeaway: &str) -> exec =
        "UPDATE take SET takeaway = $3 WHERE chat_id = $1 AND id = $2";

    write fn answer_put(take_id: Uuid, panellist_id: Uuid, side: &str, reservation: bool, words: &str) -> exec =
        "INSERT INTO panel_answer (take_id, panellist_id, side, reservation, words) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (take_id, panellist_id)
         DO UPDATE SET side = excluded.side, reservation = excluded.reservation, words = excluded.words";

    write fn answer_clear(take_id: Uuid, panellist_id: Uuid) -> exec =
        "DELETE FROM panel_answer WHERE take_id = $1 AND panellist_id = $2";

    read fn answers_of(chat_id: Uuid) -> all<AnswerRow> =
        "SELECT a.take_id, a.panellist_id, a.side, a.reservation, a.words
         FROM panel_answer a JOIN take t ON t.id = a.take_id
         WHERE t.chat_id = $1 ORDER BY a.take_id, a.panellist_id";

    write fn voice_name_add(voice_id: Uuid, chat_id: Uuid, mode: &str, name: &str) -> exec =
        "INSERT INTO voice_name (voice_id, chat_id, mode, name) VALUES ($1, $2, $3, $4)
         ON CONFLICT (voice_id) DO NOTHING";

    /// A second voice of the same person is a conflict.
    write fn voice_person_add(voice_id: Uuid, chat_id: Uuid, door: &str, person_id: Uuid) -> exec =
        "INSERT INTO voice_person (voice_id, chat_id, door, person_id) VALUES ($1, $2, $3, $4)";

    read fn voice_of_person(chat_id: Uuid, person_id: Uuid) -> opt<IdRow> =
        "SELECT voice_id AS id FROM voice_person WHERE chat_id = $1 AND person_id = $2";

    write fn voice_pass_add(token_hash: &[u8], voice_id: Uuid, chat_id: Uuid, door: &str, session: &[u8]) -> exec =
        "INSERT INTO voice_pass (token_hash, voice_id, chat_id, door, session) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (token_hash) DO NOTHING";

    read fn voice_pass_by(token_hash: &[u8], chat_id: Uuid) -> opt<PassRow> =
        "SELECT voice_id, session FROM voice_pass WHERE token_hash = $1 AND chat_id = $2";

    write fn voice_people_forget(chat_id: Uuid) -> exec =
        "DELETE FROM voice_person WHERE chat_id = $1";

    write fn voice_sessions_forget(chat_id: Uuid) -> exec =
        "UPDATE voice_pass SET session = NULL WHERE chat_id = $1";

    read fn voices_of(chat_id: Uuid) -> all<VoiceRow> =
        "SELECT v.id, v.token_hash, n.name
         FROM voice v LEFT JOIN voice_name n ON n.voice_id = v.id
         WHERE v.chat_id = $1 ORDER BY v.id";

    /// The last swipe of each voice on each take: all that a room needs to come back.
    read fn last_swipes_of(chat_id: Uuid) -> all<SwipeRow> =
        "SELECT take_id, voice_id, seq, side, reservation FROM (
             SELECT take_id, voice_id, seq, side, reservation,
                    row_number() OVER (PARTITION BY take_id, voice_id ORDER BY seq DESC) AS back
             FROM swipe WHERE chat_id = $1) AS s
         WHERE back = 1";

    /// All swipes that were ever acknowledged, changes and take-backs included.
    read fn swipes_counted(chat_id: Uuid) -> opt<CountRow> =
        "SELECT count(*) AS n FROM swipe WHERE chat_id = $1";

    write fn truth_put(
        id: Uuid, chat_id: Uuid, take_id: Uuid, voice_id: Uuid, seq: i64, side: &str, reservation: bool, words: &str,
        quotable: bool, named: bool,
    ) -> exec =
        "INSERT INTO truth (id, chat_id, take_id, voice_id, seq, side, reservation, words, quotable, named, standing)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting')
         ON CONFLICT (take_id, voice_id)
         DO UPDATE SET seq = excluded.seq, side = excluded.side, reservation = excluded.reservation,
                       words = excluded.words, quotable = excluded.quotable, named = excluded.named,
                       standing = 'waiting'
         WHERE truth.seq < excluded.seq";

    write fn truth_stood(chat_id: Uuid, id: Uuid, standing: &str) -> exec =
        "UPDATE truth SET standing = $3 WHERE chat_id = $1 AND id = $2";

    read fn truths_of(chat_id: Uuid) -> all<TruthRow> =
        "SELECT id, take_id, voice_id, seq, side, reservation, words, quotable, named, standing
         FROM truth WHERE chat_id = $1 ORDER BY seq, id";

    write fn spotlight_put(take_id: Uuid, side: &str, truth_id: Uuid) -> exec =
        "INSERT INTO spotlight (take_id, side, truth_id) VALUES ($1, $2, $3)
         ON CONFLICT (take_id, side) DO UPDATE SET truth_id = excluded.truth_id";

    write fn spotlight_clear(take_id: Uuid, side: &str) -> exec =
        "DELETE FROM spotlight WHERE take_id = $1 AND side = $2";

    write fn spotlight_leave(truth_id: Uuid) -> exec =
        "DELETE FROM spotlight WHERE truth_id = $1";

    read fn spotlights_of(chat_id: Uuid) -> all<SpotlightRow> =
        "SELECT s.take_id, s.side, s.truth_id
         FROM spotlight s JOIN take t ON t.id = s.take_id
         WHERE t.chat_id = $1 ORDER BY s.take_id, s.side";

    // Deleting a whole chat, what refers before what is referred to.

    write fn spotlights_drop(chat_id: Uuid) -> exec =
        "DELETE FROM spotlight WHERE take_id IN (SELECT id FROM take WHERE chat_id = $1)";

    write fn truths_drop(chat_id: Uuid) -> exec =
        "DELETE FROM truth WHERE chat_id = $1";

    write fn swipes_drop(chat_id: Uuid) -> exec =
        "DELETE FROM swipe WHERE chat_id = $1";

    write fn answers_drop(chat_id: Uuid) -> exec =
        "DELETE FROM panel_answer WHERE take_id IN (SELECT id FROM take WHERE chat_id = $1)";

    write fn passes_drop(chat_id: Uuid) -> exec =
        "DELETE FROM voice_pass WHERE chat_id = $1";

    write fn names_drop(chat_id: Uuid) -> exec =
        "DELETE FROM voice_name WHERE chat_id = $1";

    write fn voices_drop(chat_id: Uuid) -> exec =
        "DELETE FROM voice WHERE chat_id = $1";

    write fn co_hosts_drop(chat_id: Uuid) -> exec =
        "DELETE FROM co_host WHERE chat_id = $1";

    /// Only what does not run, and as it was seen. 0 rows: it runs, or somebody was faster.
    write fn chat_drop(id: Uuid, batch: i64) -> exec =
        "DELETE FROM chat WHERE id = $1 AND batch = $2 AND phase IN ('draft', 'ended')";
}
