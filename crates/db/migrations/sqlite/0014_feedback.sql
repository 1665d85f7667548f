-- Feedback: asks, what was written, and what was received. Days are written 2026-03-04, instants are micro-seconds.
CREATE TABLE feedback_ask (
    id         BLOB    NOT NULL PRIMARY KEY,
    asker_id   BLOB    NOT NULL REFERENCES person (id),
    subject_id BLOB    NOT NULL REFERENCES person (id),
    question   TEXT    NOT NULL,
    allowed    TEXT    NOT NULL CHECK (allowed IN ('named', 'choice')),
    sent_at    INTEGER NOT NULL,
    withdrawn_at INTEGER,
    version    INTEGER NOT NULL
) STRICT;

CREATE INDEX feedback_ask_asker ON feedback_ask (asker_id, sent_at);
CREATE INDEX feedback_ask_subject ON feedback_ask (subject_id, sent_at);

-- What an ask means to one person.
CREATE TABLE feedback_task (
    id            BLOB    NOT NULL PRIMARY KEY,
    ask_id        BLOB    NOT NULL REFERENCES feedback_ask (id),
    person_id     BLOB    NOT NULL REFERENCES person (id),
    state         TEXT    NOT NULL CHECK (state IN ('sent', 'accepted', 'answered', 'declined', 'expired', 'withdrawn')),
    sent_at       INTEGER NOT NULL,
    -- “I will” was said; it stays so when an answer is taken back.
    accepted      INTEGER NOT NULL CHECK (accepted IN (0, 1)),
    reminders     INTEGER NOT NULL CHECK (reminders BETWEEN 0 AND 2),
    reason        TEXT    NOT NULL,
    reason_shown  INTEGER NOT NULL CHECK (reason_shown IN (0, 1)),
    version       INTEGER NOT NULL,
    UNIQUE (ask_id, person_id)
) STRICT;

CREATE INDEX feedback_task_person ON feedback_task (person_id, state);

-- What somebody wrote, as the writer and the server know it. Nobody else is ever shown this id.
CREATE TABLE feedback_piece (
    id           BLOB    NOT NULL PRIMARY KEY,
    writer_id    BLOB    NOT NULL REFERENCES person (id),
    subject_id   BLOB    NOT NULL REFERENCES person (id),
    task_id      BLOB    REFERENCES feedback_task (id),
    kind         TEXT    NOT NULL CHECK (kind IN ('peer', 'upward', 'downward', 'own')),
    identity     TEXT    NOT NULL CHECK (identity IN ('named', 'confidential')),
    layout       TEXT    NOT NULL CHECK (layout IN ('boxes', 'rounded', 'free')),
    happened     TEXT    NOT NULL,
    effect       TEXT    NOT NULL,
    next         TEXT    NOT NULL,
    event_on     TEXT    NOT NULL,
    shows        TEXT    NOT NULL,
    -- The promise that was made before writing, as JSON; nothing while it is a draft.
    contract     TEXT,
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'answered', 'held', 'delivered', 'acknowledged', 'actioned', 'flagged', 'retracted')),
    saved_at     INTEGER NOT NULL,
    sent_at      INTEGER,
    held_at      INTEGER,
    delivered_at INTEGER,
    -- Taken away by its writer while a report of it is open: nobody but who decides has the words.
    taken        INTEGER NOT NULL CHECK (taken IN (0, 1)),
    -- The shared review that cites it; from then on it cannot be taken away.
    used_in      BLOB,
    version      INTEGER NOT NULL,
    CHECK (state = 'draft' OR contract IS NOT NULL),
    CHECK (kind NOT IN ('own', 'downward') OR identity = 'named')
) STRICT;

CREATE INDEX feedback_piece_writer ON feedback_piece (writer_id, saved_at);
CREATE INDEX feedback_piece_subject ON feedback_piece (subject_id, state);
CREATE INDEX feedback_piece_state ON feedback_piece (state, sent_at);

-- What a reader has of it, under an id that tells nothing: lists are ordered by day and id, so a batch has no order.
CREATE TABLE feedback_received (
    id         BLOB    NOT NULL PRIMARY KEY,
    piece_id   BLOB    NOT NULL REFERENCES feedback_piece (id),
    reader_id  BLOB    NOT NULL REFERENCES person (id),
    batch_id   BLOB,
    arrived_on TEXT    NOT NULL,
    read_at    INTEGER,
    thanked_at INTEGER,
    helped     TEXT    NOT NULL,
    kept       INTEGER NOT NULL CHECK (kept IN (0, 1)),
    -- Read by the reader alone, whoever asks.
    reflection TEXT    NOT NULL,
    flagged_at INTEGER,
    flag_say   TEXT    NOT NULL,
    flag_state TEXT    NOT NULL CHECK (flag_state IN ('none', 'open', 'kept', 'removed')),
    version    INTEGER NOT NULL,
    UNIQUE (piece_id, reader_id)
) STRICT;

CREATE INDEX feedback_received_reader ON feedback_received (reader_id, arrived_on);
CREATE INDEX feedback_received_flag ON feedback_received (flag_state, flagged_at);

-- A sentence that may become a goal. It belongs to one person.
CREATE TABLE feedback_goal_draft (
    id          BLOB    NOT NULL PRIMARY KEY,
    person_id   BLOB    NOT NULL REFERENCES person (id),
    received_id BLOB    NOT NULL REFERENCES feedback_received (id),
    words       TEXT    NOT NULL,
    made_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX feedback_goal_draft_person ON feedback_goal_draft (person_id, made_at);

-- What the company stands for. A piece keeps the words it was sent with, whatever becomes of this list.
CREATE TABLE feedback_value (
    id       BLOB    NOT NULL PRIMARY KEY,
    words    TEXT    NOT NULL UNIQUE,
    place    INTEGER NOT NULL
) STRICT;
