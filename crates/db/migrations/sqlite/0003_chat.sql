-- One live occurrence of a series. `batch` counts the committed batches of the room; `version` the edits of the office.
CREATE TABLE chat (
    id         BLOB    NOT NULL PRIMARY KEY,
    title      TEXT    NOT NULL,
    series     TEXT    NOT NULL,
    held_on    TEXT    NOT NULL,
    language   TEXT    NOT NULL,
    mode       TEXT    NOT NULL CHECK (mode IN ('named', 'confidential')),
    floor      INTEGER NOT NULL CHECK (floor >= 1),
    seats      INTEGER NOT NULL CHECK (seats >= 1),
    code       TEXT    NOT NULL UNIQUE,
    screen_key BLOB    NOT NULL UNIQUE,
    phase      TEXT    NOT NULL CHECK (phase IN ('draft', 'lobby', 'live', 'wrap_up', 'ended')),
    focus      BLOB,
    picture    TEXT    NOT NULL CHECK (picture IN ('live', 'frozen', 'blank')),
    created_by BLOB    NOT NULL REFERENCES person (id),
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at   INTEGER,
    moves      INTEGER NOT NULL,
    batch      INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    UNIQUE (id, mode)
) STRICT;

CREATE TABLE panellist (
    id       BLOB    NOT NULL PRIMARY KEY,
    chat_id  BLOB    NOT NULL REFERENCES chat (id),
    position INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    role     TEXT    NOT NULL,
    place    TEXT    NOT NULL,
    since    TEXT    NOT NULL
) STRICT;
CREATE INDEX panellist_by_chat ON panellist (chat_id, position);

CREATE TABLE take (
    id       BLOB    NOT NULL PRIMARY KEY,
    chat_id  BLOB    NOT NULL REFERENCES chat (id),
    position INTEGER NOT NULL,
    text     TEXT    NOT NULL,
    takeaway TEXT    NOT NULL,
    state    TEXT    NOT NULL CHECK (state IN ('draft', 'open', 'closed', 'revealed')),
    UNIQUE (chat_id, id)
) STRICT;
CREATE INDEX take_by_chat ON take (chat_id, position);

CREATE TABLE panel_answer (
    take_id      BLOB    NOT NULL REFERENCES take (id),
    panellist_id BLOB    NOT NULL REFERENCES panellist (id),
    side         TEXT    NOT NULL CHECK (side IN ('agree', 'disagree', 'pass')),
    reservation  INTEGER NOT NULL CHECK (reservation IN (0, 1)),
    words        TEXT    NOT NULL,
    PRIMARY KEY (take_id, panellist_id)
) STRICT, WITHOUT ROWID;

-- A voice is a participant as the room knows it: random id, no person, no address, no time.
CREATE TABLE voice (
    id         BLOB NOT NULL PRIMARY KEY,
    chat_id    BLOB NOT NULL REFERENCES chat (id),
    token_hash BLOB NOT NULL UNIQUE,
    UNIQUE (chat_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX voice_by_chat ON voice (chat_id);

-- Who a voice is, a table of its own. The foreign key to (id, mode) makes the database refuse a row for any chat
-- that is not named.
CREATE TABLE voice_name (
    voice_id BLOB NOT NULL PRIMARY KEY,
    chat_id  BLOB NOT NULL,
    mode     TEXT NOT NULL CHECK (mode = 'named'),
    name     TEXT NOT NULL,
    FOREIGN KEY (chat_id, voice_id) REFERENCES voice (chat_id, id),
    FOREIGN KEY (chat_id, mode) REFERENCES chat (id, mode)
) STRICT, WITHOUT ROWID;

-- Every swipe, kept: the last `seq` of a voice on a take is the one that counts; 'none' takes it back.
CREATE TABLE swipe (
    chat_id     BLOB    NOT NULL,
    take_id     BLOB    NOT NULL,
    voice_id    BLOB    NOT NULL,
    seq         INTEGER NOT NULL CHECK (seq >= 1),
    side        TEXT    NOT NULL CHECK (side IN ('agree', 'disagree', 'pass', 'none')),
    reservation INTEGER NOT NULL CHECK (reservation IN (0, 1)),
    PRIMARY KEY (chat_id, take_id, voice_id, seq),
    FOREIGN KEY (chat_id, take_id) REFERENCES take (chat_id, id),
    FOREIGN KEY (chat_id, voice_id) REFERENCES voice (chat_id, id)
) STRICT, WITHOUT ROWID;

-- The side of a truth is stated, not joined from a swipe: a truth must be able to stand without one.
CREATE TABLE truth (
    id          BLOB    NOT NULL PRIMARY KEY,
    chat_id     BLOB    NOT NULL,
    take_id     BLOB    NOT NULL,
    voice_id    BLOB    NOT NULL,
    seq         INTEGER NOT NULL CHECK (seq >= 1),
    side        TEXT    NOT NULL CHECK (side IN ('agree', 'disagree', 'pass')),
    reservation INTEGER NOT NULL CHECK (reservation IN (0, 1)),
    words       TEXT    NOT NULL,
    quotable    INTEGER NOT NULL CHECK (quotable IN (0, 1)),
    named       INTEGER NOT NULL CHECK (named IN (0, 1)),
    standing    TEXT    NOT NULL CHECK (standing IN ('waiting', 'set_aside')),
    UNIQUE (take_id, voice_id),
    FOREIGN KEY (chat_id, take_id) REFERENCES take (chat_id, id),
    FOREIGN KEY (chat_id, voice_id) REFERENCES voice (chat_id, id)
) STRICT;
CREATE INDEX truth_by_chat ON truth (chat_id);

-- At most one truth per side of a take stands on the big screen.
CREATE TABLE spotlight (
    take_id  BLOB NOT NULL REFERENCES take (id),
    side     TEXT NOT NULL CHECK (side IN ('agree', 'disagree')),
    truth_id BLOB NOT NULL REFERENCES truth (id),
    PRIMARY KEY (take_id, side)
) STRICT, WITHOUT ROWID;
