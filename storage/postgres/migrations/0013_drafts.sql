-- Plans that people work on, one a lecture.
CREATE TABLE drafts (
    lecture_id BIGINT PRIMARY KEY REFERENCES lectures (id) ON DELETE CASCADE,
    base_revision BIGINT NOT NULL,
    version TEXT NOT NULL,
    body TEXT NOT NULL, -- JSON: the items
    saved_at BIGINT NOT NULL
);
