-- Hosts that have refused to answer; see domain/job/host_pause.hpp. Times in milliseconds.
CREATE TABLE host_pauses (
    host TEXT PRIMARY KEY,
    since INTEGER NOT NULL,
    paused_until INTEGER NOT NULL,
    refusals INTEGER NOT NULL,
    reason TEXT NOT NULL,
    probe_job TEXT NOT NULL
) STRICT;
