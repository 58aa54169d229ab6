#pragma once

#include "domain/job/failure.hpp"

#include <chrono>

namespace lectern {

// How long a job waits before its next attempt.
struct RetryPolicy {
    std::chrono::milliseconds first_delay{2000};  // after the first attempt
    double factor = 3;                            // each further delay is longer by this factor
    std::chrono::milliseconds longest_delay{std::chrono::hours(1)};
    std::chrono::milliseconds space_delay{std::chrono::minutes(1)};  // after any attempt that met a full disk
};

// The longest delay that a failure may ask for (Failure::retry_after, from the Retry-After of a source).
inline constexpr std::chrono::seconds longest_retry_after{std::chrono::hours(24)};

// The delay after attempt number `attempt` (1 is the first) has failed. `jitter` is a random number in [0,1):
// it spreads delays over 50..100 % of their nominal length.
std::chrono::milliseconds delay_before_next(int attempt, const Failure& failure, const RetryPolicy& policy,
                                            double jitter);

}  // namespace lectern
