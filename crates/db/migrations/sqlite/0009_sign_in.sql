-- Passwords, letters that wait to be sent, failed passwords, and what a session is called in a list.
-- A session gets a name of its own, so that ending one from a page needs no token. The first half of a hash tells
-- nothing that the hash does not.
CREATE TABLE session_before AS SELECT * FROM session;
DROP TABLE session;
CREATE TABLE session (
    token_hash BLOB    NOT NULL PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    person_id  BLOB    NOT NULL REFERENCES person (id),
    how        TEXT    NOT NULL CHECK (how IN ('link', 'mail', 'password', 'passkey', 'provider', 'demo', 'setup')),
    -- Kind of browser and system, as in 'firefox-linux'.
    device     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    -- When somebody last proved who they are; none if another server let them in and does not say.
    proved_at  INTEGER,
    -- To the hour.
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- The hat that was put on; without one, the hat that the person begins with.
    hat        TEXT    CHECK (hat IN ('member', 'host', 'partner', 'admin'))
) STRICT, WITHOUT ROWID;
INSERT INTO session (token_hash, id, person_id, how, device, created_at, proved_at, seen_at, expires_at, hat)
SELECT token_hash, substr(token_hash, 1, 16), person_id, 'link', 'other-other', created_at, created_at, created_at,
       expires_at, hat
FROM session_before;
DROP TABLE session_before;
CREATE INDEX session_by_person ON session (person_id);

CREATE TABLE sign_in_link_before AS SELECT * FROM sign_in_link;
DROP TABLE sign_in_link;
CREATE TABLE sign_in_link (
    token_hash BLOB    NOT NULL PRIMARY KEY,
    person_id  BLOB    REFERENCES person (id),
    purpose    TEXT    NOT NULL CHECK (purpose IN ('setup', 'sign-in', 'mail', 'demo')),
    lands_on   TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO sign_in_link (token_hash, person_id, purpose, lands_on, created_at, expires_at, used_at)
SELECT token_hash, person_id, purpose, lands_on, created_at, expires_at, used_at FROM sign_in_link_before;
DROP TABLE sign_in_link_before;

-- argon2id, as a PHC string.
CREATE TABLE password (
    person_id BLOB    NOT NULL PRIMARY KEY REFERENCES person (id),
    hash      TEXT    NOT NULL,
    set_at    INTEGER NOT NULL
) STRICT;

-- How long failed passwords weigh on an account. `account` is the SHA-256 of an address, whether anybody has it or not.
CREATE TABLE password_failure (
    account BLOB    NOT NULL PRIMARY KEY,
    until   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Letters that wait. A link is made when its letter is sent, so no token stands here.
CREATE TABLE mail_outbox (
    id       BLOB    NOT NULL PRIMARY KEY,
    kind     TEXT    NOT NULL CHECK (kind IN ('sign-in', 'password-set', 'password-removed', 'token-made')),
    address  TEXT    NOT NULL,
    lands_on TEXT    NOT NULL,
    made_at  INTEGER NOT NULL,
    due_at   INTEGER NOT NULL,
    attempts INTEGER NOT NULL
) STRICT;
CREATE INDEX mail_outbox_due ON mail_outbox (due_at, id);
