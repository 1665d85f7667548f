-- Chats belong to hosts: one owner always, and co-hosts. A chat may ask for a signed-in person. SQLite adds no column that
-- must be filled, so the table is made anew with the same rows. Rows that refer to a chat miss it in between; that is
-- looked at when all of this is committed.
PRAGMA defer_foreign_keys = ON;

CREATE TABLE chat_before AS SELECT * FROM chat;
DROP TABLE chat;
CREATE TABLE chat (
    id         BLOB    NOT NULL PRIMARY KEY,
    title      TEXT    NOT NULL,
    series     TEXT    NOT NULL,
    held_on    TEXT    NOT NULL,
    language   TEXT    NOT NULL,
    mode       TEXT    NOT NULL CHECK (mode IN ('named', 'confidential')),
    -- 'open': whoever has the code. 'signed': people with an account, one voice each.
    door       TEXT    NOT NULL CHECK (door IN ('open', 'signed')),
    floor      INTEGER NOT NULL CHECK (floor >= 1),
    seats      INTEGER NOT NULL CHECK (seats >= 1),
    code       TEXT    NOT NULL UNIQUE,
    screen_key BLOB    NOT NULL UNIQUE,
    phase      TEXT    NOT NULL CHECK (phase IN ('draft', 'lobby', 'live', 'wrap_up', 'ended')),
    focus      BLOB,
    picture    TEXT    NOT NULL CHECK (picture IN ('live', 'frozen', 'blank', 'map')),
    created_by BLOB    NOT NULL REFERENCES person (id),
    owner_id   BLOB    NOT NULL REFERENCES person (id),
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at   INTEGER,
    moves      INTEGER NOT NULL,
    batch      INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    UNIQUE (id, mode),
    UNIQUE (id, door),
    -- Who is there can be known when people sign in, so a total of few would tell of one.
    CHECK (door = 'open' OR mode = 'named' OR floor >= 5)
) STRICT;
INSERT INTO chat (id, title, series, held_on, language, mode, door, floor, seats, code, screen_key, phase, focus, picture,
                  created_by, owner_id, created_at, started_at, ended_at, moves, batch, version)
SELECT id, title, series, held_on, language, mode, 'open', floor, seats, code, screen_key, phase, focus, picture,
       created_by, created_by, created_at, started_at, ended_at, moves, batch, version
FROM chat_before;
DROP TABLE chat_before;
CREATE INDEX chat_by_owner ON chat (owner_id);

CREATE TABLE co_host (
    chat_id   BLOB NOT NULL REFERENCES chat (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    PRIMARY KEY (chat_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX co_host_by_person ON co_host (person_id);

-- Whose voice it is, a table of its own. The foreign key to (id, door) makes the database refuse a row for any chat that
-- does not ask for sign-in. In a confidential chat the rows are deleted when it ends.
CREATE TABLE voice_person (
    voice_id  BLOB NOT NULL PRIMARY KEY,
    chat_id   BLOB NOT NULL,
    door      TEXT NOT NULL CHECK (door = 'signed'),
    person_id BLOB NOT NULL REFERENCES person (id),
    UNIQUE (chat_id, person_id),
    FOREIGN KEY (chat_id, voice_id) REFERENCES voice (chat_id, id),
    FOREIGN KEY (chat_id, door) REFERENCES chat (id, door)
) STRICT, WITHOUT ROWID;

-- What proves a voice in such a chat: one pass for each session of its person. The token is derived from the session's,
-- so neither hash tells of the other. Without a session, nothing leads from here to anybody.
CREATE TABLE voice_pass (
    token_hash BLOB NOT NULL PRIMARY KEY,
    voice_id   BLOB NOT NULL,
    chat_id    BLOB NOT NULL,
    door       TEXT NOT NULL CHECK (door = 'signed'),
    session    BLOB,
    FOREIGN KEY (chat_id, voice_id) REFERENCES voice (chat_id, id),
    FOREIGN KEY (chat_id, door) REFERENCES chat (id, door)
) STRICT, WITHOUT ROWID;
CREATE INDEX voice_pass_by_chat ON voice_pass (chat_id);
