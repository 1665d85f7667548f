-- Who is who: people, teams, and reporting lines as intervals in days, [from_on, until_on). Days are written 2026-03-04.
-- An empty text is not known.
ALTER TABLE person
    ADD COLUMN employee_id    TEXT UNIQUE,
    ADD COLUMN given_name     TEXT,
    ADD COLUMN family_name    TEXT,
    ADD COLUMN preferred_name TEXT,
    ADD COLUMN pronouns       TEXT,
    ADD COLUMN title          TEXT,
    ADD COLUMN level          TEXT,
    ADD COLUMN place          TEXT,
    ADD COLUMN timezone       TEXT,
    ADD COLUMN language       TEXT,
    ADD COLUMN status         TEXT CHECK (status IN ('active', 'leave', 'leaver')),
    ADD COLUMN started_on     TEXT,
    ADD COLUMN left_on        TEXT,
    -- Name, title and place without capitals and accents: what a search looks at and a list is ordered by.
    ADD COLUMN folded         TEXT COLLATE "C";
UPDATE person
SET given_name = '', family_name = '', preferred_name = '', pronouns = '', title = '', level = '', place = '',
    timezone = '', language = '', status = 'active', folded = lower(name);
ALTER TABLE person
    ALTER COLUMN given_name     SET NOT NULL,
    ALTER COLUMN family_name    SET NOT NULL,
    ALTER COLUMN preferred_name SET NOT NULL,
    ALTER COLUMN pronouns       SET NOT NULL,
    ALTER COLUMN title          SET NOT NULL,
    ALTER COLUMN level          SET NOT NULL,
    ALTER COLUMN place          SET NOT NULL,
    ALTER COLUMN timezone       SET NOT NULL,
    ALTER COLUMN language       SET NOT NULL,
    ALTER COLUMN status         SET NOT NULL,
    ALTER COLUMN folded         SET NOT NULL;

CREATE INDEX person_folded ON person (folded, id);

CREATE TABLE team (
    id        UUID   NOT NULL PRIMARY KEY,
    name      TEXT   NOT NULL,
    folded    TEXT   NOT NULL COLLATE "C",
    parent_id UUID   REFERENCES team (id) CHECK (parent_id <> id),
    version   BIGINT NOT NULL,
    UNIQUE (parent_id, folded)
);

-- Teams at the top have no parent, and nulls do not meet in the key above.
CREATE UNIQUE INDEX team_at_the_top ON team (folded) WHERE parent_id IS NULL;

CREATE TABLE team_member (
    person_id UUID NOT NULL REFERENCES person (id),
    team_id   UUID NOT NULL REFERENCES team (id),
    from_on   TEXT NOT NULL COLLATE "C",
    until_on  TEXT COLLATE "C" CHECK (until_on > from_on),
    PRIMARY KEY (person_id, from_on)
);

CREATE UNIQUE INDEX team_member_now ON team_member (person_id) WHERE until_on IS NULL;
CREATE INDEX team_member_team ON team_member (team_id);

CREATE TABLE reporting (
    person_id  UUID NOT NULL REFERENCES person (id),
    manager_id UUID NOT NULL REFERENCES person (id) CHECK (manager_id <> person_id),
    from_on    TEXT NOT NULL COLLATE "C",
    until_on   TEXT COLLATE "C" CHECK (until_on > from_on),
    PRIMARY KEY (person_id, from_on)
);

CREATE UNIQUE INDEX reporting_now ON reporting (person_id) WHERE until_on IS NULL;
CREATE INDEX reporting_manager ON reporting (manager_id);

-- A file between upload and import. It belongs to who sent it, and is forgotten after the import or after a day.
CREATE TABLE people_upload (
    id        UUID   NOT NULL PRIMARY KEY,
    made_by   UUID   NOT NULL REFERENCES person (id),
    made_at   BIGINT NOT NULL,
    file_name TEXT   NOT NULL,
    body      BYTEA  NOT NULL,
    choices   TEXT   NOT NULL
);

-- What an import changed, so that it can be taken back. Only the last one can: `seq` counts them.
CREATE TABLE people_import (
    seq       BIGINT NOT NULL UNIQUE,
    id        UUID   NOT NULL PRIMARY KEY,
    made_by   UUID   REFERENCES person (id),
    made_at   BIGINT NOT NULL,
    file_name TEXT   NOT NULL,
    counts    TEXT   NOT NULL,
    undo      TEXT   NOT NULL,
    undone_at BIGINT
);
