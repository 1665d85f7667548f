-- Passwords, letters that wait to be sent, failed passwords, and what a session is called in a list.
-- A session gets a name of its own, so that ending one from a page needs no token. The first half of a hash tells
-- nothing that the hash does not.
ALTER TABLE session
    ADD COLUMN id      UUID UNIQUE,
    ADD COLUMN how     TEXT CHECK (how IN ('link', 'mail', 'password', 'passkey', 'provider', 'demo', 'setup')),
    -- Kind of browser and system, as in 'firefox-linux'.
    ADD COLUMN device  TEXT,
    -- When somebody last proved who they are; none if another server let them in and does not say.
    ADD COLUMN proved_at BIGINT,
    -- To the hour.
    ADD COLUMN seen_at BIGINT;
UPDATE session
SET id = encode(substring(token_hash FROM 1 FOR 16), 'hex')::uuid, how = 'link', device = 'other-other',
    proved_at = created_at, seen_at = created_at;
ALTER TABLE session
    ALTER COLUMN id      SET NOT NULL,
    ALTER COLUMN how     SET NOT NULL,
    ALTER COLUMN device  SET NOT NULL,
    ALTER COLUMN seen_at SET NOT NULL;
CREATE INDEX session_by_person ON session (person_id);

ALTER TABLE sign_in_link DROP CONSTRAINT sign_in_link_purpose_check;
ALTER TABLE sign_in_link
    ADD CONSTRAINT sign_in_link_purpose_check CHECK (purpose IN ('setup', 'sign-in', 'mail', 'demo'));

-- argon2id, as a PHC string.
CREATE TABLE password (
    person_id UUID   NOT NULL PRIMARY KEY REFERENCES person (id),
    hash      TEXT   NOT NULL,
    set_at    BIGINT NOT NULL
);

-- How long failed passwords weigh on an account. `account` is the SHA-256 of an address, whether anybody has it or not.
CREATE TABLE password_failure (
    account BYTEA  NOT NULL PRIMARY KEY,
    until   BIGINT NOT NULL
);

-- Letters that wait. A link is made when its letter is sent, so no token stands here.
CREATE TABLE mail_outbox (
    id       UUID   NOT NULL PRIMARY KEY,
    kind     TEXT   NOT NULL CHECK (kind IN ('sign-in', 'password-set', 'password-removed', 'token-made')),
    address  TEXT   NOT NULL,
    lands_on TEXT   NOT NULL,
    made_at  BIGINT NOT NULL,
    due_at   BIGINT NOT NULL,
    attempts BIGINT NOT NULL
);
CREATE INDEX mail_outbox_due ON mail_outbox (due_at, id);
