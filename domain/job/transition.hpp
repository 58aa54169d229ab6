#pragma once

#include "domain/job/failure.hpp"
#include "domain/job/job.hpp"
#include "domain/job/retry.hpp"

#include <optional>
#include <string>

namespace lectern {

// The job state machine: pure decisions; storage writes down what they say.

// What becomes of a running job after its step failed: queued again (with run_at and error set), failed or
// cancelled.
struct AfterFailure {
    JobState state;
    Timestamp run_at;   // meaningful when queued
    std::string error;  // for the person
    // Queued until the disk has space: the attempt does not count, and the next one may begin before run_at.
    bool waits_for_space = false;
};

// `jitter` as in delay_before_next(). A cancel that was asked for wins over any failure.
AfterFailure after_failure(const Job& job, const Failure& failure, Timestamp now, const RetryPolicy& policy,
                           double jitter);

// A job that was running when its process died: queued again at once, or failed when its attempts are used
// up.
AfterFailure after_lost_lease(const Job& job, Timestamp now);

// What a request to cancel does: queued -> cancelled at once; running -> stays, with cancel_requested;
// an ended job -> nothing (nullopt).
std::optional<JobState> on_cancel(JobState state);

}  // namespace lectern
