-- Chats belong to hosts: one owner always, and co-hosts. A chat may ask for a signed-in person.
ALTER TABLE chat
    -- 'open': whoever has the code. 'signed': people with an account, one voice each.
    ADD COLUMN door TEXT CHECK (door IN ('open', 'signed')),
    ADD COLUMN owner_id UUID REFERENCES person (id);
UPDATE chat SET door = 'open', owner_id = created_by;
ALTER TABLE chat
    ALTER COLUMN door SET NOT NULL,
    ALTER COLUMN owner_id SET NOT NULL,
    ADD UNIQUE (id, door),
    -- Who is there can be known when people sign in, so a total of few would tell of one.
    ADD CHECK (door = 'open' OR mode = 'named' OR floor >= 5);
CREATE INDEX chat_by_owner ON chat (owner_id);

CREATE TABLE co_host (
    chat_id   UUID NOT NULL REFERENCES chat (id),
    person_id UUID NOT NULL REFERENCES person (id),
    PRIMARY KEY (chat_id, person_id)
);
CREATE INDEX co_host_by_person ON co_host (person_id);

-- Whose voice it is, a table of its own. The foreign key to (id, door) makes the database refuse a row for any chat that
-- does not ask for sign-in. In a confidential chat the rows are deleted when it ends.
CREATE TABLE voice_person (
    voice_id  UUID NOT NULL PRIMARY KEY,
    chat_id   UUID NOT NULL,
    door      TEXT NOT NULL CHECK (door = 'signed'),
    person_id UUID NOT NULL REFERENCES person (id),
    UNIQUE (chat_id, person_id),
    FOREIGN KEY (chat_id, voice_id) REFERENCES voice (chat_id, id),
    FOREIGN KEY (chat_id, door) REFERENCES chat (id, door)
);

-- What proves a voice in such a chat: one pass for each session of its person. The token is derived from the session's,
-- so neither hash tells of the other. Without a session, nothing leads from here to anybody.
CREATE TABLE voice_pass (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    voice_id   UUID  NOT NULL,
    chat_id    UUID  NOT NULL,
    door       TEXT  NOT NULL CHECK (door = 'signed'),
    session    BYTEA,
    FOREIGN KEY (chat_id, voice_id) REFERENCES voice (chat_id, id),
    FOREIGN KEY (chat_id, door) REFERENCES chat (id, door)
);
CREATE INDEX voice_pass_by_chat ON voice_pass (chat_id);
