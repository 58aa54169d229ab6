-- What pages show of a recording without playing it; see domain/lecture/preview.hpp. The columns of the file
-- are NULL until it is made.
CREATE TABLE previews (
    lecture_id BIGINT PRIMARY KEY REFERENCES lectures (id) ON DELETE CASCADE,
    job_id TEXT NOT NULL, -- the last one that makes it
    file TEXT,
    bytes BIGINT,
    sha256 TEXT,
    parts TEXT, -- JSON: what is where in the file
    has_poster BIGINT NOT NULL DEFAULT 0,
    made_at BIGINT
);
