-- Times are milliseconds since 1970 (UTC), truth values 0 and 1, UUIDs and JSON text.
-- AUTOINCREMENT: a number is never given out twice, since folders and links are named after it.

CREATE TABLE lectures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    module TEXT,
    link TEXT NOT NULL,
    source_key TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    recording TEXT,
    recording_bytes INTEGER,
    recording_sha256 TEXT,
    duration REAL,
    class_session_id TEXT,
    job_id TEXT, -- the pipeline's current or last job
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX lectures_by_created_at ON lectures (created_at, id);
CREATE INDEX lectures_by_name ON lectures (name, id);
CREATE INDEX lectures_by_module ON lectures (module, id);
CREATE INDEX lectures_by_status ON lectures (status, id);
CREATE INDEX lectures_by_job ON lectures (job_id);

CREATE TABLE snippets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    lecture_id INTEGER NOT NULL REFERENCES lectures (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, -- from 1; negative only inside a transaction that orders anew
    name TEXT NOT NULL,
    summary TEXT NOT NULL,
    start_second REAL NOT NULL,
    end_second REAL NOT NULL,
    clip_file TEXT,
    clip_version TEXT,
    clip_bytes INTEGER,
    clip_sha256 TEXT,
    clip_made_at INTEGER,
    task_id TEXT, -- its last cut job
    created_at INTEGER NOT NULL,
    UNIQUE (lecture_id, position),
    CHECK (start_second >= 0 AND end_second > start_second)
) STRICT;
CREATE INDEX snippets_by_task ON snippets (task_id);

CREATE TABLE transcripts (
    lecture_id INTEGER PRIMARY KEY REFERENCES lectures (id) ON DELETE CASCADE,
    body TEXT NOT NULL -- JSON
) STRICT;

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    priority INTEGER NOT NULL,
    strand TEXT NOT NULL,
    lecture_id INTEGER REFERENCES lectures (id) ON DELETE SET NULL,
    snippet_id INTEGER REFERENCES snippets (id) ON DELETE SET NULL,
    payload TEXT NOT NULL,
    checkpoint TEXT NOT NULL DEFAULT '',
    attempt INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL,
    progress REAL NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    result TEXT NOT NULL DEFAULT '',
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    lease_token TEXT NOT NULL DEFAULT '', -- '' unless running
    lease_until INTEGER NOT NULL DEFAULT 0,
    boot_id TEXT NOT NULL DEFAULT '', -- the start of the program that runs it
    run_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX jobs_due ON jobs (priority DESC, run_at, created_at, id) WHERE state = 'queued';
CREATE INDEX jobs_next_due ON jobs (run_at) WHERE state = 'queued';
CREATE INDEX jobs_open ON jobs (lecture_id, snippet_id) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_by_lecture ON jobs (lecture_id);
CREATE INDEX jobs_by_snippet ON jobs (snippet_id);
CREATE INDEX jobs_by_kind ON jobs (kind, state);
CREATE INDEX jobs_ended ON jobs (updated_at) WHERE state IN ('succeeded', 'failed', 'cancelled');
-- The rules of the queue that no race may break: one running job in a strand, one open pipeline job of a lecture,
-- one open cut of a snippet.
CREATE UNIQUE INDEX jobs_strand_runs ON jobs (strand) WHERE state = 'running' AND strand <> '';
CREATE UNIQUE INDEX jobs_one_pipeline ON jobs (lecture_id) WHERE state IN ('queued', 'running') AND kind <> 'cut';
CREATE UNIQUE INDEX jobs_one_cut ON jobs (snippet_id) WHERE state IN ('queued', 'running') AND kind = 'cut';

CREATE TABLE uploads (
    id TEXT PRIMARY KEY,
    file_name TEXT NOT NULL,
    file TEXT NOT NULL,
    total INTEGER NOT NULL,
    received INTEGER NOT NULL,
    complete INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX uploads_by_age ON uploads (updated_at);

CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    client_id TEXT,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- The outbox: what a transaction decided about files, carried out after it.
CREATE TABLE file_ops (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind = 'trash'),
    path TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
