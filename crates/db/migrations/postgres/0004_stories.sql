-- Anything published. `facts` is frozen with the draft: the words may be edited, the numbers may not.
CREATE TABLE story (
    id           UUID   NOT NULL PRIMARY KEY,
    kind         TEXT   NOT NULL CHECK (kind IN ('recap')),
    source       UUID   NOT NULL UNIQUE,
    slug         TEXT   NOT NULL UNIQUE,
    language     TEXT   NOT NULL,
    title        TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    facts        TEXT   NOT NULL,
    state        TEXT   NOT NULL CHECK (state IN ('draft', 'published', 'unpublished')),
    published_at BIGINT,
    edited_at    BIGINT NOT NULL,
    version      BIGINT NOT NULL
);
