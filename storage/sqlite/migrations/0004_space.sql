-- Jobs that were stopped by a full disk go on as soon as there is space.
ALTER TABLE jobs ADD COLUMN waits_for_space INTEGER NOT NULL DEFAULT 0;
CREATE INDEX jobs_waiting_for_space ON jobs (run_at) WHERE waits_for_space = 1;
