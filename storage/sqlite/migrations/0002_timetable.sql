-- The timetable, and whose data is whose: lectures and uploads of a client's tokens and batches carry its id.

ALTER TABLE lectures ADD COLUMN client_id TEXT;
ALTER TABLE uploads ADD COLUMN client_id TEXT;
CREATE INDEX lectures_by_client ON lectures (client_id, created_at, id) WHERE client_id IS NOT NULL;
CREATE INDEX lectures_by_class_session ON lectures (class_session_id) WHERE class_session_id IS NOT NULL;

CREATE TABLE classrooms (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    timezone TEXT NOT NULL,
    meeting_link TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    meeting_pass TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX classrooms_by_created_at ON classrooms (created_at, id);

CREATE TABLE class_sessions (
    id TEXT PRIMARY KEY,
    classroom_id TEXT NOT NULL REFERENCES classrooms (id) ON DELETE CASCADE,
    start_time INTEGER NOT NULL,
    end_time INTEGER NOT NULL,
    topic TEXT NOT NULL,
    description TEXT NOT NULL,
    location TEXT NOT NULL,
    meeting_link TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    meeting_pass TEXT NOT NULL,
    seats INTEGER NOT NULL, -- "limit" in the API
    status TEXT NOT NULL CHECK (status IN ('scheduled', 'cancelled', 'done')),
    sequence INTEGER NOT NULL DEFAULT 0, -- changes so far, as calendars count them
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (classroom_id, start_time, end_time), -- the same posted again is there once
    CHECK (end_time > start_time)
) STRICT;
CREATE INDEX class_sessions_by_time ON class_sessions (start_time, end_time);

-- The secret in the address of a classroom's calendar; at most one is good at a time.
CREATE TABLE calendar_feeds (
    classroom_id TEXT PRIMARY KEY REFERENCES classrooms (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Which class sessions a recording shows. A 'candidate' waits for a person; the others are ties, made by a
-- match or by a person. lectures.class_session_id is the first tie.
CREATE TABLE lecture_class_sessions (
    lecture_id INTEGER NOT NULL REFERENCES lectures (id) ON DELETE CASCADE,
    class_session_id TEXT NOT NULL REFERENCES class_sessions (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('candidate', 'match', 'person')),
    score REAL NOT NULL, -- 0..1; of a person 1
    created_at INTEGER NOT NULL,
    PRIMARY KEY (lecture_id, class_session_id)
) STRICT;
CREATE INDEX lecture_class_sessions_by_class_session ON lecture_class_sessions (class_session_id);
