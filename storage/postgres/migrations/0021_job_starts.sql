-- When the last attempt of a job began, in milliseconds; NULL: none has begun since this version. Lectures take
-- turns by it (storage/jobs/claim_order.hpp).
ALTER TABLE jobs ADD COLUMN started_at BIGINT;
CREATE INDEX jobs_cuts_started ON jobs (lecture_id, kind, started_at) WHERE scope = 'clip';
