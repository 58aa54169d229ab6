-- The scope of a job (see JobScope) is stored in its row, so that indexes and statements need no list of
-- kinds.
ALTER TABLE jobs ADD COLUMN scope TEXT NOT NULL DEFAULT ''; -- never '': each statement that adds a job gives it
UPDATE jobs SET scope = CASE kind WHEN 'cut' THEN 'clip' WHEN 'batch_download' THEN 'batch' ELSE 'pipeline' END;

-- Jobs with the same serial key run one after the other.
ALTER TABLE jobs RENAME COLUMN strand TO serial_key;

-- Rules that hold in every race: at most one running job with a serial key, one open job of a lecture's
-- pipeline, and one open job that makes a snippet's clip.
DROP INDEX jobs_strand_runs;
DROP INDEX jobs_one_pipeline;
DROP INDEX jobs_one_cut;
CREATE UNIQUE INDEX jobs_serial_key_runs ON jobs (serial_key) WHERE state = 'running' AND serial_key <> '';
CREATE UNIQUE INDEX jobs_one_pipeline ON jobs (lecture_id)
    WHERE state IN ('queued', 'running') AND scope = 'pipeline';
CREATE UNIQUE INDEX jobs_one_clip ON jobs (snippet_id) WHERE state IN ('queued', 'running') AND scope = 'clip';

-- Jobs that count toward the bound of open jobs.
DROP INDEX jobs_waiting;
CREATE INDEX jobs_counted ON jobs (id) WHERE state IN ('queued', 'running') AND scope <> 'batch';
