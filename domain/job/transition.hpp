#pragma once

#include "domain/job/failure.hpp"
#include "domain/job/job.hpp"

#include <chrono>
#include <cstdint>
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
    // Queued until there is space: the attempt does not count, and may be repeated before run_at when there
    // is.
    bool waits_for_space = false;
};

struct RetryPolicy {
    std::chrono::milliseconds first_delay{2000};
    double factor = 3;
    std::chrono::milliseconds longest_delay{std::chrono::hours(1)};
    std::chrono::milliseconds space_delay{std::chrono::minutes(1)};  // when the disk was full
};

// A failure may ask for a longer delay than the policy's (a source's Retry-After), up to this.
inline constexpr std::chrono::seconds longest_wish{std::chrono::hours(24)};

// `jitter` is a random number in [0,1): delays spread over 50..100 % of their nominal length. A cancel that
// was asked for wins over any failure.
AfterFailure after_failure(const Job& job, const Failure& failure, Timestamp now, const RetryPolicy& policy,
                           double jitter);

// A job that was running when its process died: queued again at once, or failed when its attempts are used
// up.
AfterFailure after_lost_lease(const Job& job, Timestamp now);

// What a request to cancel does: queued -> cancelled at once; running -> stays, with cancel_requested;
// an ended job -> nothing (nullopt).
std::optional<JobState> on_cancel(JobState state);

}  // namespace lectern
