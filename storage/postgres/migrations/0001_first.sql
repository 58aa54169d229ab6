-- Times are milliseconds since 1970 (UTC), truth values 0 and 1, UUIDs and JSON text.
-- Text is compared byte by byte (collation "C"), so that both drivers sort alike.

CREATE TABLE lectures (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    module TEXT COLLATE "C",
    link TEXT NOT NULL,
    source_key TEXT COLLATE "C" NOT NULL UNIQUE,
    status TEXT COLLATE "C" NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    recording TEXT,
    recording_bytes BIGINT,
    recording_sha256 TEXT,
    duration DOUBLE PRECISION,
    class_session_id TEXT,
    job_id TEXT, -- the pipeline's current or last job
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX lectures_by_created_at ON lectures (created_at, id);
CREATE INDEX lectures_by_name ON lectures (name, id);
CREATE INDEX lectures_by_module ON lectures (module NULLS FIRST, id);
CREATE INDEX lectures_by_status ON lectures (status, id);
CREATE INDEX lectures_by_job ON lectures (job_id);

CREATE TABLE snippets (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lecture_id BIGINT NOT NULL REFERENCES lectures (id) ON DELETE CASCADE,
    position BIGINT NOT NULL, -- from 1; negative only inside a transaction that orders anew
    name TEXT NOT NULL,
    summary TEXT NOT NULL,
    start_second DOUBLE PRECISION NOT NULL,
    end_second DOUBLE PRECISION NOT NULL,
    clip_file TEXT,
    clip_version TEXT,
    clip_bytes BIGINT,
    clip_sha256 TEXT,
    clip_made_at BIGINT,
    task_id TEXT, -- its last cut job
    created_at BIGINT NOT NULL,
    UNIQUE (lecture_id, position),
    CHECK (start_second >= 0 AND end_second > start_second)
);
CREATE INDEX snippets_by_task ON snippets (task_id);

CREATE TABLE transcripts (
    lecture_id BIGINT PRIMARY KEY REFERENCES lectures (id) ON DELETE CASCADE,
    body TEXT NOT NULL -- JSON
);

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    priority BIGINT NOT NULL,
    strand TEXT NOT NULL,
    lecture_id BIGINT REFERENCES lectures (id) ON DELETE SET NULL,
    snippet_id BIGINT REFERENCES snippets (id) ON DELETE SET NULL,
    payload TEXT NOT NULL,
    checkpoint TEXT NOT NULL DEFAULT '',
    attempt BIGINT NOT NULL DEFAULT 0,
    max_attempts BIGINT NOT NULL,
    progress DOUBLE PRECISION NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    result TEXT NOT NULL DEFAULT '',
    cancel_requested BIGINT NOT NULL DEFAULT 0,
    lease_token TEXT NOT NULL DEFAULT '', -- '' unless running
    lease_until BIGINT NOT NULL DEFAULT 0,
    boot_id TEXT NOT NULL DEFAULT '', -- the start of the program that runs it
    run_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
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
    total BIGINT NOT NULL,
    received BIGINT NOT NULL,
    complete BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX uploads_by_age ON uploads (updated_at);

CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    client_id TEXT,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT
);

CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- The outbox: what a transaction decided about files, carried out after it.
CREATE TABLE file_ops (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind = 'trash'),
    path TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
