-- Who is who: people, teams, and reporting lines as intervals in days, [from_on, until_on). Days are written 2026-03-04.
-- An empty text is not known. SQLite adds no column that must be filled, so the table is made anew with the same rows.
-- Rows that refer to a person miss them in between; that is looked at when all of this is committed.
PRAGMA defer_foreign_keys = ON;

CREATE TABLE person_before AS SELECT * FROM person;
DROP TABLE person;
CREATE TABLE person (
    id             BLOB    NOT NULL PRIMARY KEY,
    name           TEXT    NOT NULL,
    email          TEXT    UNIQUE,
    is_host        INTEGER NOT NULL CHECK (is_host IN (0, 1)),
    is_admin       INTEGER NOT NULL CHECK (is_admin IN (0, 1)),
    employee_id    TEXT    UNIQUE,
    given_name     TEXT    NOT NULL,
    family_name    TEXT    NOT NULL,
    preferred_name TEXT    NOT NULL,
    pronouns       TEXT    NOT NULL,
    title          TEXT    NOT NULL,
    level          TEXT    NOT NULL,
    place          TEXT    NOT NULL,
    timezone       TEXT    NOT NULL,
    language       TEXT    NOT NULL,
    status         TEXT    NOT NULL CHECK (status IN ('active', 'leave', 'leaver')),
    started_on     TEXT,
    left_on        TEXT,
    -- Name, title and place without capitals and accents: what a search looks at and a list is ordered by.
    folded         TEXT    NOT NULL,
    created_at     INTEGER NOT NULL,
    version        INTEGER NOT NULL
) STRICT;
INSERT INTO person (id, name, email, is_host, is_admin, employee_id, given_name, family_name, preferred_name, pronouns,
                    title, level, place, timezone, language, status, started_on, left_on, folded, created_at, version)
SELECT id, name, email, is_host, is_admin, NULL, '', '', '', '', '', '', '', '', '', 'active', NULL, NULL, lower(name),
       created_at, version
FROM person_before;
DROP TABLE person_before;

CREATE INDEX person_folded ON person (folded, id);

CREATE TABLE team (
    id        BLOB    NOT NULL PRIMARY KEY,
    name      TEXT    NOT NULL,
    folded    TEXT    NOT NULL,
    parent_id BLOB    REFERENCES team (id) CHECK (parent_id <> id),
    version   INTEGER NOT NULL,
    UNIQUE (parent_id, folded)
) STRICT;

-- Teams at the top have no parent, and nulls do not meet in the key above.
CREATE UNIQUE INDEX team_at_the_top ON team (folded) WHERE parent_id IS NULL;

CREATE TABLE team_member (
    person_id BLOB NOT NULL REFERENCES person (id),
    team_id   BLOB NOT NULL REFERENCES team (id),
    from_on   TEXT NOT NULL,
    until_on  TEXT CHECK (until_on > from_on),
    PRIMARY KEY (person_id, from_on)
) STRICT;

CREATE UNIQUE INDEX team_member_now ON team_member (person_id) WHERE until_on IS NULL;
CREATE INDEX team_member_team ON team_member (team_id);

CREATE TABLE reporting (
    person_id  BLOB NOT NULL REFERENCES person (id),
    manager_id BLOB NOT NULL REFERENCES person (id) CHECK (manager_id <> person_id),
    from_on    TEXT NOT NULL,
    until_on   TEXT CHECK (until_on > from_on),
    PRIMARY KEY (person_id, from_on)
) STRICT;

CREATE UNIQUE INDEX reporting_now ON reporting (person_id) WHERE until_on IS NULL;
CREATE INDEX reporting_manager ON reporting (manager_id);

-- A file between upload and import. It belongs to who sent it, and is forgotten after the import or after a day.
CREATE TABLE people_upload (
    id        BLOB    NOT NULL PRIMARY KEY,
    made_by   BLOB    NOT NULL REFERENCES person (id),
    made_at   INTEGER NOT NULL,
    file_name TEXT    NOT NULL,
    body      BLOB    NOT NULL,
    choices   TEXT    NOT NULL
) STRICT;

-- What an import changed, so that it can be taken back. Only the last one can: `seq` counts them.
CREATE TABLE people_import (
    seq       INTEGER NOT NULL UNIQUE,
    id        BLOB    NOT NULL PRIMARY KEY,
    made_by   BLOB    REFERENCES person (id),
    made_at   INTEGER NOT NULL,
    file_name TEXT    NOT NULL,
    counts    TEXT    NOT NULL,
    undo      TEXT    NOT NULL,
    undone_at INTEGER
) STRICT;
