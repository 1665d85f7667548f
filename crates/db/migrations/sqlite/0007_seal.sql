-- The hash of each ledger event over itself and the hash before it: whoever changes an event breaks the chain there.
CREATE TABLE ledger_seal (
    seq  INTEGER NOT NULL PRIMARY KEY,
    hash BLOB    NOT NULL
) STRICT;

-- Who has read what about whom, once per day: found by subject without looking into the events.
CREATE TABLE ledger_read (
    actor   BLOB    NOT NULL,
    object  BLOB    NOT NULL,
    kind    TEXT    NOT NULL,
    day     TEXT    NOT NULL,
    subject BLOB    NOT NULL,
    seq     INTEGER NOT NULL REFERENCES ledger (seq),
    PRIMARY KEY (actor, object, kind, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_read_by_subject ON ledger_read (subject, seq);

-- The programs that have served this database, so that an older one can name the one to start.
CREATE TABLE program (
    version  TEXT    NOT NULL PRIMARY KEY,
    schema   INTEGER NOT NULL,
    first_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
