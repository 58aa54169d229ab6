#include "domain/job/transition.hpp"

namespace lectern {
namespace {

constexpr std::string_view cancelled_text = "Cancelled.";

}  // namespace

AfterFailure after_failure(const Job& job, const Failure& failure, Timestamp now, const RetryPolicy& policy,
                           double jitter) {
    if (job.cancel_requested || failure.kind == FailureKind::cancelled) {
        return {JobState::cancelled, now, std::string(cancelled_text)};
    }
    // A full disk is not the job's fault, so the job waits for any length of time.
    if (failure.kind == FailureKind::storage_full)
        return {JobState::queued, now + delay_before_next(job.attempt, failure, policy, jitter),
                failure.message, true};
    if (failure.kind == FailureKind::permanent || job.attempt >= job.max_attempts) {
        return {JobState::failed, now, failure.message};
    }
    return {JobState::queued, now + delay_before_next(job.attempt, failure, policy, jitter), failure.message};
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
