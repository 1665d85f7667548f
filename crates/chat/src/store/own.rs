//! SQL of what chats keep of people.

use db::statements;
use sqlx::FromRow;
use uuid::Uuid;

/// A chat that somebody runs.
#[derive(Debug, FromRow)]
pub struct RunRow {
    /// Id.
    pub id: Uuid,
    /// Title.
    pub title: String,
    /// Day, or empty.
    pub held_on: String,
    /// How far it has come.
    pub phase: String,
    /// When it was made, in microseconds.
    pub created_at: i64,
}

/// A name that a voice gave itself.
#[derive(Debug, FromRow)]
pub struct NamedRow {
    /// The voice.
    pub voice_id: Uuid,
    /// The chat.
    pub chat_id: Uuid,
    /// As it was typed, or as the directory had it.
    pub name: String,
    /// Whose voice it is, where the chat asked for sign-in.
    pub person_id: Option<Uuid>,
    /// Title of the chat.
    pub title: String,
    /// Its day, or empty.
    pub held_on: String,
    /// Name of its host.
    pub host: String,
    /// Takes the voice answered.
    pub answers: i64,
}

/// A chat in which somebody signed in.
#[derive(Debug, FromRow)]
pub struct SignedRow {
    /// Title.
    pub title: String,
    /// Day, or empty.
    pub held_on: String,
}

/// A reason.
#[derive(Debug, FromRow)]
pub struct ReasonRow {
    /// Id.
    pub id: Uuid,
    /// The take.
    pub take: String,
    /// The words.
    pub words: String,
    /// May be quoted.
    pub quotable: bool,
    /// With the name.
    pub named: bool,
}

/// Somebody on a panel.
#[derive(Debug, FromRow)]
pub struct PanelRow {
    /// Id.
    pub id: Uuid,
    /// The chat.
    pub chat_id: Uuid,
    /// As the host wrote it.
    pub name: String,
    /// Role, or empty.
    pub role: String,
    /// Place, or empty.
    pub place: String,
    /// Since when, or empty.
    pub since: String,
    /// Title of the chat.
    pub title: String,
    /// Its day, or empty.
    pub held_on: String,
    /// Name of its host.
    pub host: String,
}

/// What somebody on a panel said.
#[derive(Debug, FromRow)]
pub struct SaidRow {
    /// The take.
    pub take: String,
    /// The side.
    pub side: String,
    /// The words, or empty.
    pub words: String,
}

statements! {
    /// Chats that somebody made, owns or hosts with somebody else.
    read fn run_by(person_id: Uuid) -> all<RunRow> =
        "SELECT c.id, c.title, c.held_on, c.phase, c.created_at FROM chat AS c
         WHERE c.created_by = $1 OR c.owner_id = $1
            OR c.id IN (SELECT h.chat_id FROM co_host AS h WHERE h.person_id = $1)
         ORDER BY c.created_at, c.id";

    write fn co_hosting_ends(person_id: Uuid) -> exec = "DELETE FROM co_host WHERE person_id = $1";

    /// Chats that know which voice is this person's. Which one it is, is not asked.
    read fn signed_in_to(person_id: Uuid) -> all<SignedRow> =
        "SELECT c.title, c.held_on FROM voice_person AS v JOIN chat AS c ON c.id = v.chat_id
         WHERE v.person_id = $1 ORDER BY c.created_at, c.id";

    write fn passes_go(person_id: Uuid) -> exec =
        "DELETE FROM voice_pass WHERE voice_id IN (SELECT voice_id FROM voice_person WHERE person_id = $1)";

    write fn bonds_go(person_id: Uuid) -> exec = "DELETE FROM voice_person WHERE person_id = $1";

    /// Every name of every voice: who it is, is known where the chat asked for sign-in, else found by comparing.
    read fn names() -> all<NamedRow> =
        "SELECT n.voice_id, n.chat_id, n.name, v.person_id, c.title, c.held_on, p.name AS host,
                (SELECT count(DISTINCT s.take_id) FROM swipe AS s
                 WHERE s.chat_id = n.chat_id AND s.voice_id = n.voice_id) AS answers
         FROM voice_name AS n JOIN chat AS c ON c.id = n.chat_id JOIN person AS p ON p.id = c.owner_id
         LEFT JOIN voice_person AS v ON v.voice_id = n.voice_id
         ORDER BY c.created_at, n.voice_id";

    read fn reasons_of(chat_id: Uuid, voice_id: Uuid) -> all<ReasonRow> =
        "SELECT t.id, k.text AS take, t.words, t.quotable, t.named
         FROM truth AS t JOIN take AS k ON k.id = t.take_id
         WHERE t.chat_id = $1 AND t.voice_id = $2 AND t.words <> '' ORDER BY k.position";

    write fn name_forget(voice_id: Uuid) -> exec = "DELETE FROM voice_name WHERE voice_id = $1";

    /// A reason that was taken back is empty, as when its author does it.
    write fn reasons_empty(chat_id: Uuid, voice_id: Uuid) -> exec =
        "UPDATE truth SET words = '', quotable = FALSE, named = FALSE
         WHERE chat_id = $1 AND voice_id = $2 AND words <> ''";

    write fn spotlights_leave(voice_id: Uuid) -> exec =
        "DELETE FROM spotlight WHERE truth_id IN (SELECT id FROM truth WHERE voice_id = $1)";

    /// Everybody on every panel.
    read fn panels() -> all<PanelRow> =
        "SELECT l.id, l.chat_id, l.name, l.role, l.place, l.since, c.title, c.held_on, p.name AS host
         FROM panellist AS l JOIN chat AS c ON c.id = l.chat_id JOIN person AS p ON p.id = c.owner_id
         ORDER BY c.created_at, l.position";

    read fn said_by(panellist_id: Uuid) -> all<SaidRow> =
        "SELECT k.text AS take, a.side, a.words FROM panel_answer AS a JOIN take AS k ON k.id = a.take_id
         WHERE a.panellist_id = $1 ORDER BY k.position";

    write fn panellist_rename(id: Uuid, name: &str) -> exec =
        "UPDATE panellist SET name = $2, role = '', place = '', since = '' WHERE id = $1";

    write fn said_empty(panellist_id: Uuid) -> exec =
        "UPDATE panel_answer SET words = '' WHERE panellist_id = $1";

    /// Whoever holds the room in memory finds that the records have moved on.
    write fn chat_moved_on(id: Uuid) -> exec = "UPDATE chat SET batch = batch + 1, version = version + 1 WHERE id = $1";
}
