#include "domain/job/retry.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

Failure full() {
    return {FailureKind::storage_full, "The disk is full.", "ENOSPC", {}};
}

const RetryPolicy policy{.first_delay = 2s, .factor = 3, .longest_delay = 1h, .space_delay = 60s};

TEST(DelayBeforeNext, GrowsFromAttemptToAttemptAndHeedsRetryAfter) {
    struct Row {
        int attempt;
        Failure failure;
        double jitter;
        milliseconds delay;
    };
    const Failure transient = Failure::transient("x");
    const Row rows[] = {
        {1, transient, 0.0, 1000ms},
        {1, transient, 0.5, 1500ms},
        {1, transient, 1.0, 2000ms},
        {2, transient, 1.0, 6s},
        {3, transient, 1.0, 18s},
        {3, transient, 0.0, 9s},
        {0, transient, 1.0, 2s},       // an attempt that was not counted waits like the first
        {9, transient, 1.0, 1h},       // 2 s * 3^8 is more than the longest
        {900, transient, 0.0, 30min},  // beyond what an integer holds
        {1, transient, -3.0, 1000ms},
        {1, transient, 7.0, 2000ms},
        {1, full(), 1.0, 60s},
        {2, full(), 1.0, 60s},
        {1, Failure::transient("x", "", 90s), 0.0, 90s},
        {1, Failure::transient("x", "", 1s), 1.0, 2s},  // the policy's own delay is longer
        {1, Failure::transient("x", "", 2h), 1.0, 2h},  // a wish may exceed the policy's longest
        {1, Failure::transient("x", "", 72h), 1.0, 24h},
        {1, Failure::transient("x", "", std::chrono::seconds::max()), 1.0, 24h},
        {1, Failure::transient("x", "", -5s), 0.0, 1000ms},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(delay_before_next(row.attempt, row.failure, policy, row.jitter).count(), row.delay.count())
            << "attempt " << row.attempt << " jitter " << row.jitter;
    }
}

}  // namespace
}  // namespace lectern
