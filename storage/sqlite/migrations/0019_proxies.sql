-- Copies of recordings that browsers play, for those that they do not. The columns of the file are NULL until
-- it is made.
CREATE TABLE proxies (
    lecture_id INTEGER PRIMARY KEY REFERENCES lectures (id) ON DELETE CASCADE,
    job_id TEXT NOT NULL, -- the last one that makes it
    file TEXT,
    bytes INTEGER,
    sha256 TEXT,
    made_at INTEGER
) STRICT;
