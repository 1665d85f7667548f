-- Passkeys, and who people are at other servers that sign them in. Challenges, states and cookies are stored as SHA-256
-- only. Rows of sessions here do not refer to `session`: a session ends without asking, and its row is forgotten later.
CREATE TABLE passkey (
    id            UUID    NOT NULL PRIMARY KEY,
    person_id     UUID    NOT NULL REFERENCES person (id),
    name          TEXT    NOT NULL,
    -- As the authenticator named it; up to 1,023 bytes.
    credential_id BYTEA   NOT NULL UNIQUE,
    -- COSE_Key, as the authenticator gave it.
    public_key    BYTEA   NOT NULL,
    counter       BIGINT  NOT NULL,
    -- Whether it lives in a password manager and so on several devices.
    synced        BOOLEAN NOT NULL,
    made_at       BIGINT  NOT NULL,
    used_at       BIGINT
);
CREATE INDEX passkey_by_person ON passkey (person_id, made_at);

CREATE TABLE passkey_challenge (
    challenge_hash BYTEA  NOT NULL PRIMARY KEY,
    browser_hash   BYTEA  NOT NULL,
    -- Who adds a passkey; nobody when somebody signs in.
    person_id      UUID   REFERENCES person (id),
    expires_at     BIGINT NOT NULL
);
CREATE INDEX passkey_challenge_over ON passkey_challenge (expires_at);

CREATE TABLE oidc_identity (
    id        UUID   NOT NULL PRIMARY KEY,
    person_id UUID   NOT NULL REFERENCES person (id),
    issuer    TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    made_at   BIGINT NOT NULL,
    used_at   BIGINT,
    UNIQUE (issuer, subject)
);
CREATE INDEX oidc_identity_by_person ON oidc_identity (person_id, made_at);

CREATE TABLE oidc_flow (
    state_hash   BYTEA  NOT NULL PRIMARY KEY,
    browser_hash BYTEA  NOT NULL,
    provider     TEXT   NOT NULL,
    -- Who connects the account to their own; nobody when somebody signs in.
    person_id    UUID   REFERENCES person (id),
    lands_on     TEXT   NOT NULL,
    -- Whether they are to prove anew who they are.
    again        BOOLEAN NOT NULL,
    expires_at   BIGINT NOT NULL
);
CREATE INDEX oidc_flow_over ON oidc_flow (expires_at);

-- Which session of ours stands on which session there, so that the other server can end it.
CREATE TABLE oidc_session (
    token_hash  BYTEA NOT NULL PRIMARY KEY,
    identity_id UUID  NOT NULL REFERENCES oidc_identity (id),
    -- Empty where the other server names no sessions.
    sid         TEXT  NOT NULL,
    provider    TEXT  NOT NULL
);
CREATE INDEX oidc_session_by_identity ON oidc_session (identity_id);
CREATE INDEX oidc_session_by_sid ON oidc_session (sid);
