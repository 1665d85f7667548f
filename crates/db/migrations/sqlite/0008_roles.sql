-- Roles are intervals in days, [from_on, until_on), like reporting lines: who held one, when, and who gave it. A role that
-- ends on the day it began was never one. What was a role before is one since ever, given by nobody.
CREATE TABLE role_grant (
    person_id  BLOB    NOT NULL REFERENCES person (id),
    -- Counts the grants of a person.
    n          INTEGER NOT NULL,
    role       TEXT    NOT NULL CHECK (role IN ('host', 'partner', 'admin')),
    -- What a partner looks after: this team and the teams below it; without one, everybody.
    team_id    BLOB    REFERENCES team (id) CHECK (team_id IS NULL OR role = 'partner'),
    from_on    TEXT    NOT NULL,
    until_on   TEXT    CHECK (until_on >= from_on),
    granted_by BLOB    REFERENCES person (id),
    PRIMARY KEY (person_id, n)
) STRICT;
CREATE INDEX role_grant_role ON role_grant (role);

INSERT INTO role_grant (person_id, n, role, team_id, from_on, until_on, granted_by)
SELECT id, 1, 'host', NULL, '0001-01-01', NULL, NULL FROM person WHERE is_host = 1;
INSERT INTO role_grant (person_id, n, role, team_id, from_on, until_on, granted_by)
SELECT id, 2, 'admin', NULL, '0001-01-01', NULL, NULL FROM person WHERE is_admin = 1;
ALTER TABLE person DROP COLUMN is_host;
ALTER TABLE person DROP COLUMN is_admin;

-- The hat that was put on; without one, the hat that the person begins with.
ALTER TABLE session ADD COLUMN hat TEXT CHECK (hat IN ('member', 'host', 'partner', 'admin'));
