-- Passkeys, and who people are at other servers that sign them in. Challenges, states and cookies are stored as SHA-256
-- only. Rows of sessions here do not refer to `session`: a session ends without asking, and its row is forgotten later.
CREATE TABLE passkey (
    id            BLOB    NOT NULL PRIMARY KEY,
    person_id     BLOB    NOT NULL REFERENCES person (id),
    name          TEXT    NOT NULL,
    -- As the authenticator named it; up to 1,023 bytes.
    credential_id BLOB    NOT NULL UNIQUE,
    -- COSE_Key, as the authenticator gave it.
    public_key    BLOB    NOT NULL,
    counter       INTEGER NOT NULL,
    -- Whether it lives in a password manager and so on several devices.
    synced        INTEGER NOT NULL CHECK (synced IN (0, 1)),
    made_at       INTEGER NOT NULL,
    used_at       INTEGER
) STRICT;
CREATE INDEX passkey_by_person ON passkey (person_id, made_at);

CREATE TABLE passkey_challenge (
    challenge_hash BLOB    NOT NULL PRIMARY KEY,
    browser_hash   BLOB    NOT NULL,
    -- Who adds a passkey; nobody when somebody signs in.
    person_id      BLOB    REFERENCES person (id),
    expires_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX passkey_challenge_over ON passkey_challenge (expires_at);

CREATE TABLE oidc_identity (
    id        BLOB    NOT NULL PRIMARY KEY,
    person_id BLOB    NOT NULL REFERENCES person (id),
    issuer    TEXT    NOT NULL,
    subject   TEXT    NOT NULL,
    made_at   INTEGER NOT NULL,
    used_at   INTEGER,
    UNIQUE (issuer, subject)
) STRICT;
CREATE INDEX oidc_identity_by_person ON oidc_identity (person_id, made_at);

CREATE TABLE oidc_flow (
    state_hash   BLOB    NOT NULL PRIMARY KEY,
    browser_hash BLOB    NOT NULL,
    provider     TEXT    NOT NULL,
    -- Who connects the account to their own; nobody when somebody signs in.
    person_id    BLOB    REFERENCES person (id),
    lands_on     TEXT    NOT NULL,
    -- Whether they are to prove anew who they are.
    again        INTEGER NOT NULL CHECK (again IN (0, 1)),
    expires_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX oidc_flow_over ON oidc_flow (expires_at);

-- Which session of ours stands on which session there, so that the other server can end it.
CREATE TABLE oidc_session (
    token_hash  BLOB NOT NULL PRIMARY KEY,
    identity_id BLOB NOT NULL REFERENCES oidc_identity (id),
    -- Empty where the other server names no sessions.
    sid         TEXT NOT NULL,
    provider    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX oidc_session_by_identity ON oidc_session (identity_id);
CREATE INDEX oidc_session_by_sid ON oidc_session (sid);
