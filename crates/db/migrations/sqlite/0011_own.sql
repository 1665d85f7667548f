-- What people have in their own hands: what they said about themselves, what they ask for, how long records are kept,
-- and whose records must not go. No word of these tables outlives the erasure of the person it is about.

-- Fields that somebody has put right themselves: an import leaves them alone.
CREATE TABLE own_field (
    person_id BLOB    NOT NULL REFERENCES person (id),
    field     TEXT    NOT NULL CHECK (field IN ('preferred_name', 'pronouns', 'timezone', 'locale')),
    set_at    INTEGER NOT NULL,
    PRIMARY KEY (person_id, field)
) STRICT, WITHOUT ROWID;

-- What somebody asks others to put right.
CREATE TABLE correction (
    id         BLOB    NOT NULL PRIMARY KEY,
    person_id  BLOB    NOT NULL REFERENCES person (id),
    field      TEXT    NOT NULL,
    wish       TEXT    NOT NULL,
    why        TEXT    NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('asked', 'applied', 'declined', 'withdrawn')),
    answer     TEXT    NOT NULL,
    asked_at   INTEGER NOT NULL,
    decided_by BLOB    REFERENCES person (id) CHECK (decided_by <> person_id),
    decided_at INTEGER,
    version    INTEGER NOT NULL
) STRICT;
CREATE INDEX correction_person ON correction (person_id);
CREATE UNIQUE INDEX correction_open ON correction (person_id, field) WHERE state = 'asked';

-- The end of what is known of somebody. Two people decide, none of them is the person; retention needs nobody.
CREATE TABLE erasure (
    id         BLOB    NOT NULL PRIMARY KEY,
    person_id  BLOB    NOT NULL REFERENCES person (id),
    cause      TEXT    NOT NULL CHECK (cause IN ('asked', 'retention')),
    state      TEXT    NOT NULL CHECK (state IN ('asked', 'agreed', 'declined', 'withdrawn', 'done')),
    answer     TEXT    NOT NULL,
    asked_at   INTEGER NOT NULL,
    first_by   BLOB    REFERENCES person (id) CHECK (first_by <> person_id),
    first_hat  TEXT    CHECK (first_hat IN ('partner', 'admin')),
    first_at   INTEGER,
    second_by  BLOB    REFERENCES person (id) CHECK (second_by <> person_id AND second_by <> first_by),
    second_at  INTEGER,
    proof      TEXT,
    proof_hash BLOB,
    version    INTEGER NOT NULL
) STRICT;
CREATE INDEX erasure_person ON erasure (person_id);
CREATE UNIQUE INDEX erasure_open ON erasure (person_id) WHERE state IN ('asked', 'agreed');

-- How long a kind of record is kept, where that is shorter than usual. A shorter time is a wish until somebody else
-- has the same one.
CREATE TABLE retention (
    kind    TEXT    NOT NULL PRIMARY KEY,
    days    INTEGER NOT NULL CHECK (days >= 0),
    set_by  BLOB    NOT NULL REFERENCES person (id),
    set_at  INTEGER NOT NULL,
    wish    INTEGER CHECK (wish >= 0),
    wish_by BLOB    REFERENCES person (id),
    wish_at INTEGER,
    CHECK ((wish IS NULL) = (wish_by IS NULL) AND (wish IS NULL) = (wish_at IS NULL))
) STRICT, WITHOUT ROWID;

-- Whose records must stay for now, whatever else is asked for.
CREATE TABLE legal_hold (
    id        BLOB    NOT NULL PRIMARY KEY,
    person_id BLOB    NOT NULL REFERENCES person (id),
    reason    TEXT    NOT NULL,
    set_by    BLOB    NOT NULL REFERENCES person (id) CHECK (set_by <> person_id),
    set_at    INTEGER NOT NULL,
    ended_by  BLOB    REFERENCES person (id) CHECK (ended_by <> person_id),
    ended_at  INTEGER
) STRICT;
CREATE UNIQUE INDEX legal_hold_open ON legal_hold (person_id) WHERE ended_at IS NULL;

-- Reading notes are counted by their day when they end.
CREATE INDEX ledger_read_day ON ledger_read (day);
