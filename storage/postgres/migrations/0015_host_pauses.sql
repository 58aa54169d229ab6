-- Hosts that have refused to answer; see domain/job/host_pause.hpp. Times in milliseconds.
CREATE TABLE host_pauses (
    host TEXT PRIMARY KEY,
    since BIGINT NOT NULL,
    paused_until BIGINT NOT NULL,
    refusals BIGINT NOT NULL,
    reason TEXT NOT NULL,
    probe_job TEXT NOT NULL
);
