-- Plans that people work on, one a lecture.
CREATE TABLE drafts (
    lecture_id INTEGER PRIMARY KEY REFERENCES lectures (id) ON DELETE CASCADE,
    base_revision INTEGER NOT NULL,
    version TEXT NOT NULL,
    body TEXT NOT NULL, -- JSON: the items
    saved_at INTEGER NOT NULL
) STRICT;
