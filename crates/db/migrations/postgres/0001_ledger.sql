-- The append-only record of every change. `seq` is the order in which transactions wrote, not an identity.
CREATE TABLE ledger (
    seq    BIGINT NOT NULL PRIMARY KEY,
    id     UUID   NOT NULL UNIQUE,
    at     BIGINT NOT NULL,
    actor  UUID,
    kind   TEXT   NOT NULL,
    object UUID   NOT NULL,
    data   TEXT   NOT NULL
);
CREATE INDEX ledger_by_object ON ledger (object, seq);
