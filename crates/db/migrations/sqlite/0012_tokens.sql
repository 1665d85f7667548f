-- What programs show instead of a session. Only the SHA-256 of a token is stored; `prefix` is its beginning, by which its
-- owner knows it again. A token wears one hat. A day is written 2026-03-04.
CREATE TABLE api_token (
    id         BLOB    NOT NULL PRIMARY KEY,
    person_id  BLOB    NOT NULL REFERENCES person (id),
    name       TEXT    NOT NULL,
    token_hash BLOB    NOT NULL UNIQUE,
    prefix     TEXT    NOT NULL,
    hat        TEXT    NOT NULL CHECK (hat IN ('member', 'host', 'partner', 'admin')),
    scopes     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_on    TEXT
) STRICT;
CREATE INDEX api_token_by_person ON api_token (person_id, created_at);

-- A request that was sent with a key of its sender, and its answer. `run` names the attempt that works on it: 'begun' has
-- changed nothing yet, 'changed' has, in the transaction that says so, and 'answered' can be told again.
CREATE TABLE idempotency (
    person_id BLOB    NOT NULL REFERENCES person (id),
    key       TEXT    NOT NULL,
    request   BLOB    NOT NULL,
    run       BLOB    NOT NULL UNIQUE,
    state     TEXT    NOT NULL CHECK (state IN ('begun', 'changed', 'answered')),
    object    BLOB,
    status    INTEGER CHECK (state <> 'answered' OR status IS NOT NULL),
    headers   TEXT    CHECK (state <> 'answered' OR headers IS NOT NULL),
    body      BLOB    CHECK (state <> 'answered' OR body IS NOT NULL),
    begun_at  INTEGER NOT NULL,
    PRIMARY KEY (person_id, key)
) STRICT;
CREATE INDEX idempotency_by_age ON idempotency (begun_at);
