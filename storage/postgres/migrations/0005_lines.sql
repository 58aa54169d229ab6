-- There is one queue for each kind and host: a claim skips the queue of a busy host without reading it.
DROP INDEX jobs_due;
CREATE INDEX jobs_in_line ON jobs (kind, host, priority DESC, run_at, created_at, id, strand) WHERE state = 'queued';
