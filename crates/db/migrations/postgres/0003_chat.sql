-- One live occurrence of a series. `batch` counts the committed batches of the room; `version` the edits of the office.
CREATE TABLE chat (
    id         UUID   NOT NULL PRIMARY KEY,
    title      TEXT   NOT NULL,
    series     TEXT   NOT NULL,
    held_on    TEXT   NOT NULL,
    language   TEXT   NOT NULL,
    mode       TEXT   NOT NULL CHECK (mode IN ('named', 'confidential')),
    floor      BIGINT NOT NULL CHECK (floor >= 1),
    seats      BIGINT NOT NULL CHECK (seats >= 1),
    code       TEXT   NOT NULL UNIQUE,
    screen_key BYTEA  NOT NULL UNIQUE,
    phase      TEXT   NOT NULL CHECK (phase IN ('draft', 'lobby', 'live', 'wrap_up', 'ended')),
    focus      UUID,
    picture    TEXT   NOT NULL CHECK (picture IN ('live', 'frozen', 'blank')),
    created_by UUID   NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    ended_at   BIGINT,
    moves      BIGINT NOT NULL,
    batch      BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    UNIQUE (id, mode)
);

CREATE TABLE panellist (
    id       UUID   NOT NULL PRIMARY KEY,
    chat_id  UUID   NOT NULL REFERENCES chat (id),
    position BIGINT NOT NULL,
    name     TEXT   NOT NULL,
    role     TEXT   NOT NULL,
    place    TEXT   NOT NULL,
    since    TEXT   NOT NULL
);
CREATE INDEX panellist_by_chat ON panellist (chat_id, position);

CREATE TABLE take (
    id       UUID   NOT NULL PRIMARY KEY,
    chat_id  UUID   NOT NULL REFERENCES chat (id),
    position BIGINT NOT NULL,
    text     TEXT   NOT NULL,
    takeaway TEXT   NOT NULL,
    state    TEXT   NOT NULL CHECK (state IN ('draft', 'open', 'closed', 'revealed')),
    UNIQUE (chat_id, id)
);
CREATE INDEX take_by_chat ON take (chat_id, position);

CREATE TABLE panel_answer (
    take_id      UUID    NOT NULL REFERENCES take (id),
    panellist_id UUID    NOT NULL REFERENCES panellist (id),
    side         TEXT    NOT NULL CHECK (side IN ('agree', 'disagree', 'pass')),
    reservation  BOOLEAN NOT NULL,
    words        TEXT    NOT NULL,
    PRIMARY KEY (take_id, panellist_id)
);

-- A voice is a participant as the room knows it: random id, no person, no address, no time.
CREATE TABLE voice (
    id         UUID  NOT NULL PRIMARY KEY,
    chat_id    UUID  NOT NULL REFERENCES chat (id),
    token_hash BYTEA NOT NULL UNIQUE,
    UNIQUE (chat_id, id)
);
CREATE INDEX voice_by_chat ON voice (chat_id);

-- Who a voice is, a table of its own. The foreign key to (id, mode) makes the database refuse a row for any chat
-- that is not named.
CREATE TABLE voice_name (
    voice_id UUID NOT NULL PRIMARY KEY,
    chat_id  UUID NOT NULL,
    mode     TEXT NOT NULL CHECK (mode = 'named'),
    name     TEXT NOT NULL,
    FOREIGN KEY (chat_id, voice_id) REFERENCES voice (chat_id, id),
    FOREIGN KEY (chat_id, mode) REFERENCES chat (id, mode)
);

-- Every swipe, kept: the last `seq` of a voice on a take is the one that counts; 'none' takes it back.
CREATE TABLE swipe (
    chat_id     UUID    NOT NULL,
    take_id     UUID    NOT NULL,
    voice_id    UUID    NOT NULL,
    seq         BIGINT  NOT NULL CHECK (seq >= 1),
    side        TEXT    NOT NULL CHECK (side IN ('agree', 'disagree', 'pass', 'none')),
    reservation BOOLEAN NOT NULL,
    PRIMARY KEY (chat_id, take_id, voice_id, seq),
    FOREIGN KEY (chat_id, take_id) REFERENCES take (chat_id, id),
    FOREIGN KEY (chat_id, voice_id) REFERENCES voice (chat_id, id)
);

-- The side of a truth is stated, not joined from a swipe: a truth must be able to stand without one.
CREATE TABLE truth (
    id          UUID    NOT NULL PRIMARY KEY,
    chat_id     UUID    NOT NULL,
    take_id     UUID    NOT NULL,
    voice_id    UUID    NOT NULL,
    seq         BIGINT  NOT NULL CHECK (seq >= 1),
    side        TEXT    NOT NULL CHECK (side IN ('agree', 'disagree', 'pass')),
    reservation BOOLEAN NOT NULL,
    words       TEXT    NOT NULL,
    quotable    BOOLEAN NOT NULL,
    named       BOOLEAN NOT NULL,
    standing    TEXT    NOT NULL CHECK (standing IN ('waiting', 'set_aside')),
    UNIQUE (take_id, voice_id),
    FOREIGN KEY (chat_id, take_id) REFERENCES take (chat_id, id),
    FOREIGN KEY (chat_id, voice_id) REFERENCES voice (chat_id, id)
);
CREATE INDEX truth_by_chat ON truth (chat_id);

-- At most one truth per side of a take stands on the big screen.
CREATE TABLE spotlight (
    take_id  UUID NOT NULL REFERENCES take (id),
    side     TEXT NOT NULL CHECK (side IN ('agree', 'disagree')),
    truth_id UUID NOT NULL REFERENCES truth (id),
    PRIMARY KEY (take_id, side)
);
