CREATE TABLE person (
    id         BLOB    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    email      TEXT    UNIQUE,
    is_host    INTEGER NOT NULL CHECK (is_host IN (0, 1)),
    is_admin   INTEGER NOT NULL CHECK (is_admin IN (0, 1)),
    created_at INTEGER NOT NULL,
    version    INTEGER NOT NULL
) STRICT;

-- Only the SHA-256 of a token is stored: reading the table signs nobody in.
CREATE TABLE session (
    token_hash BLOB    NOT NULL PRIMARY KEY,
    person_id  BLOB    NOT NULL REFERENCES person (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_link (
    token_hash BLOB    NOT NULL PRIMARY KEY,
    person_id  BLOB    REFERENCES person (id),
    purpose    TEXT    NOT NULL CHECK (purpose IN ('setup', 'sign-in', 'demo')),
    lands_on   TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT, WITHOUT ROWID;
