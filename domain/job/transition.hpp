#pragma once

#include "domain/job/failure.hpp"
#include "domain/job/job.hpp"
#include "domain/job/retry.hpp"

#include <optional>
#include <string>

namespace lectern {

// The state machine of jobs. These functions only decide; storage/jobs stores the decisions.

// The new state of a running job whose step has failed: queued again (with run_at set), failed or cancelled.
struct AfterFailure {
    JobState state;
    Timestamp run_at;   // meaningful when queued
    std::string error;  // for the person
    // The job waits until the disk has space: the attempt does not count, and the next one may begin before
    // run_at.
    bool waits_for_space = false;
};

// `jitter` as in delay_before_next(). If a cancel was requested, the job is cancelled, whatever the failure
// is.
AfterFailure after_failure(const Job& job, const Failure& failure, Timestamp now, const RetryPolicy& policy,
                           double jitter);

// For a job that was running when its worker was lost: queued again at once, failed if its attempts are used
// up, or cancelled if a cancel was requested.
AfterFailure after_lost_lease(const Job& job, Timestamp now);

// What a request to cancel does: queued -> cancelled at once; running -> stays, with cancel_requested;
// an ended job -> nothing (nullopt).
std::optional<JobState> on_cancel(JobState state);

}  // namespace lectern
