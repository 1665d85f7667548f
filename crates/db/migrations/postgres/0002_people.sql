CREATE TABLE person (
    id         UUID    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    email      TEXT    UNIQUE,
    is_host    BOOLEAN NOT NULL,
    is_admin   BOOLEAN NOT NULL,
    created_at BIGINT  NOT NULL,
    version    BIGINT  NOT NULL
);

-- Only the SHA-256 of a token is stored: reading the table signs nobody in.
CREATE TABLE session (
    token_hash BYTEA  NOT NULL PRIMARY KEY,
    person_id  UUID   NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE sign_in_link (
    token_hash BYTEA  NOT NULL PRIMARY KEY,
    person_id  UUID   REFERENCES person (id),
    purpose    TEXT   NOT NULL CHECK (purpose IN ('setup', 'sign-in', 'demo')),
    lands_on   TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
