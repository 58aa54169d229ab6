#include "domain/job/transition.hpp"

#include <algorithm>
#include <cmath>

namespace lectern {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view cancelled_text = "Cancelled.";

milliseconds delay_before_next(const Job& job, const Failure& failure, const RetryPolicy& policy,
                               double jitter) {
    const bool full = failure.kind == FailureKind::storage_full;
    const milliseconds first = full ? policy.space_delay : policy.first_delay;
    const double growth = full ? 1 : std::pow(policy.factor, std::max(0, job.attempt - 1));
    const double nominal = static_cast<double>(first.count()) * growth;
    const double longest = static_cast<double>(policy.longest_delay.count());
    const double spread = std::min(nominal, longest) * (0.5 + 0.5 * std::clamp(jitter, 0.0, 1.0));
    milliseconds delay{std::llround(spread)};
    if (failure.retry_after) {
        // Compared in seconds first: a far too long wish must not overflow in milliseconds.
        delay =
            std::max<milliseconds>(delay, std::min<std::chrono::seconds>(*failure.retry_after, longest_wish));
    }
    return delay;
}

}  // namespace

AfterFailure after_failure(const Job& job, const Failure& failure, Timestamp now, const RetryPolicy& policy,
                           double jitter) {
    if (job.cancel_requested || failure.kind == FailureKind::cancelled) {
        return {JobState::cancelled, now, std::string(cancelled_text)};
    }
    // However long the disk is full: it is no fault of the job.
    if (failure.kind == FailureKind::storage_full)
        return {JobState::queued, now + delay_before_next(job, failure, policy, jitter), failure.message,
                true};
    if (failure.kind == FailureKind::permanent || job.attempt >= job.max_attempts) {
        return {JobState::failed, now, failure.message};
    }
    return {JobState::queued, now + delay_before_next(job, failure, policy, jitter), failure.message};
}

AfterFailure after_lost_lease(const Job& job, Timestamp now) {
    if (job.cancel_requested) return {JobState::cancelled, now, std::string(cancelled_text)};
    if (job.attempt >= job.max_attempts) {
        return {JobState::failed, now,
                "The server stopped unexpectedly in each of " + std::to_string(job.attempt) +
                    " attempts. Retry, or try another recording if it happens again."};
    }
    return {JobState::queued, now, {}};
}

std::optional<JobState> on_cancel(JobState state) {
    switch (state) {
        case JobState::queued:
            return JobState::cancelled;
        case JobState::running:
            return JobState::running;
        case JobState::succeeded:
        case JobState::failed:
        case JobState::cancelled:
            break;
    }
    return std::nullopt;
}

}  // namespace lectern
