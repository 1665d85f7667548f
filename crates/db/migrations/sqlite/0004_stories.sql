-- Anything published. `facts` is frozen with the draft: the words may be edited, the numbers may not.
CREATE TABLE story (
    id           BLOB    NOT NULL PRIMARY KEY,
    kind         TEXT    NOT NULL CHECK (kind IN ('recap')),
    source       BLOB    NOT NULL UNIQUE,
    slug         TEXT    NOT NULL UNIQUE,
    language     TEXT    NOT NULL,
    title        TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    facts        TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'published', 'unpublished')),
    published_at INTEGER,
    edited_at    INTEGER NOT NULL,
    version      INTEGER NOT NULL
) STRICT;
