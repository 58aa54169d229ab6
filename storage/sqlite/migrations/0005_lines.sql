-- Jobs wait in lines, one for each kind and host: a line that must wait is not read to find what need not.
DROP INDEX jobs_due;
CREATE INDEX jobs_in_line ON jobs (kind, host, priority DESC, run_at, created_at, id, strand) WHERE state = 'queued';
