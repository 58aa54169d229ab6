#include "domain/job/retry.hpp"

#include <algorithm>
#include <cmath>

namespace lectern {

using std::chrono::milliseconds;

milliseconds delay_before_next(int attempt, const Failure& failure, const RetryPolicy& policy,
                               double jitter) {
    const bool full = failure.kind == FailureKind::storage_full;
    const milliseconds first = full ? policy.space_delay : policy.first_delay;
    const double growth = full ? 1 : std::pow(policy.factor, std::max(0, attempt - 1));
    const double nominal = static_cast<double>(first.count()) * growth;
    const double longest = static_cast<double>(policy.longest_delay.count());
    const double spread = std::min(nominal, longest) * (0.5 + 0.5 * std::clamp(jitter, 0.0, 1.0));
    const milliseconds delay{std::llround(spread)};
    if (!failure.retry_after) return delay;
    // Limit it before the conversion: a very long Retry-After would overflow in milliseconds.
    return std::max<milliseconds>(delay, std::min(*failure.retry_after, longest_retry_after));
}

}  // namespace lectern
