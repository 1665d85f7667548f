-- The append-only record of every change. `seq` is the order in which transactions wrote, not an identity.
CREATE TABLE ledger (
    seq    INTEGER NOT NULL PRIMARY KEY,
    id     BLOB    NOT NULL UNIQUE,
    at     INTEGER NOT NULL,
    actor  BLOB,
    kind   TEXT    NOT NULL,
    object BLOB    NOT NULL,
    data   TEXT    NOT NULL
) STRICT;
CREATE INDEX ledger_by_object ON ledger (object, seq);
