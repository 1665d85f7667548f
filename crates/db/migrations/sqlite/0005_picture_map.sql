-- The big screen can show the opinion map. SQLite cannot change a CHECK, so the table is made anew with the same rows.
-- Rows that refer to a chat miss it in between; that is looked at when all of this is committed.
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
    floor      INTEGER NOT NULL CHECK (floor >= 1),
    seats      INTEGER NOT NULL CHECK (seats >= 1),
    code       TEXT    NOT NULL UNIQUE,
    screen_key BLOB    NOT NULL UNIQUE,
    phase      TEXT    NOT NULL CHECK (phase IN ('draft', 'lobby', 'live', 'wrap_up', 'ended')),
    focus      BLOB,
    picture    TEXT    NOT NULL CHECK (picture IN ('live', 'frozen', 'blank', 'map')),
    created_by BLOB    NOT NULL REFERENCES person (id),
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at   INTEGER,
    moves      INTEGER NOT NULL,
    batch      INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    UNIQUE (id, mode)
) STRICT;
INSERT INTO chat (id, title, series, held_on, language, mode, floor, seats, code, screen_key, phase, focus, picture,
                  created_by, created_at, started_at, ended_at, moves, batch, version)
SELECT id, title, series, held_on, language, mode, floor, seats, code, screen_key, phase, focus, picture,
       created_by, created_at, started_at, ended_at, moves, batch, version
FROM chat_before;
DROP TABLE chat_before;
