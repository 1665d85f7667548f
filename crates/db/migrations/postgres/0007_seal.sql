-- The hash of each ledger event over itself and the hash before it: whoever changes an event breaks the chain there.
CREATE TABLE ledger_seal (
    seq  BIGINT NOT NULL PRIMARY KEY,
    hash BYTEA  NOT NULL
);

-- Who has read what about whom, once per day: found by subject without looking into the events.
CREATE TABLE ledger_read (
    actor   UUID   NOT NULL,
    object  UUID   NOT NULL,
    kind    TEXT   NOT NULL,
    day     TEXT   NOT NULL,
    subject UUID   NOT NULL,
    seq     BIGINT NOT NULL REFERENCES ledger (seq),
    PRIMARY KEY (actor, object, kind, day)
);
CREATE INDEX ledger_read_by_subject ON ledger_read (subject, seq);

-- The programs that have served this database, so that an older one can name the one to start.
CREATE TABLE program (
    version  TEXT   NOT NULL PRIMARY KEY,
    schema   BIGINT NOT NULL,
    first_at BIGINT NOT NULL
);
