-- Clients, their batches of downloads, and what merging and deleting them does to files.

CREATE TABLE clients (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX clients_by_created_at ON clients (created_at, id);

CREATE TABLE batches (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id TEXT COLLATE "C" NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    session_id TEXT COLLATE "C" NOT NULL, -- what the client calls it
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (client_id, session_id)
);

-- A task's status is that of the job with its id; it has none before it is started.
CREATE TABLE download_tasks (
    id TEXT PRIMARY KEY,
    batch_id BIGINT NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    client_id TEXT COLLATE "C" NOT NULL,
    position BIGINT NOT NULL,
    source_id TEXT NOT NULL,
    name TEXT NOT NULL,
    batch_name TEXT NOT NULL,
    topic_name TEXT,
    lecture_url TEXT,
    host TEXT NOT NULL, -- whose downloads are counted together
    file_name TEXT COLLATE "C", -- in clients/<client>/<session>/, once done
    file_plain TEXT COLLATE "C", -- the name without its number
    file_number BIGINT,
    file_bytes BIGINT,
    file_sha256 TEXT,
    file_made_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (batch_id, position),
    UNIQUE (batch_id, file_name)
);
CREATE INDEX download_tasks_by_plain ON download_tasks (batch_id, file_plain, file_number);

-- The number of running jobs of one host is bounded. Jobs of batches do not count toward the bound of open
-- jobs.
ALTER TABLE jobs ADD COLUMN host TEXT NOT NULL DEFAULT '';
DROP INDEX jobs_due;
CREATE INDEX jobs_due ON jobs (priority DESC, run_at, created_at, id, kind, host, strand) WHERE state = 'queued';
CREATE INDEX jobs_waiting ON jobs (id) WHERE state IN ('queued', 'running') AND kind <> 'batch_download';

-- Operations of one strand are carried out in the order of their ids; those of strand '' in any.
ALTER TABLE file_ops DROP CONSTRAINT file_ops_kind_check;
ALTER TABLE file_ops ADD CHECK (kind IN ('trash', 'move', 'link', 'rmdir'));
ALTER TABLE file_ops ADD COLUMN strand TEXT NOT NULL DEFAULT '';
ALTER TABLE file_ops ADD COLUMN target TEXT; -- of a move or a link
CREATE INDEX file_ops_by_strand ON file_ops (strand, id);
CREATE INDEX file_ops_by_path ON file_ops (path);
CREATE INDEX file_ops_by_target ON file_ops (target);
