#include "domain/job/transition.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

using namespace std::chrono_literals;

const Timestamp now{1'700'000'000'000ms};

Job job_at(int attempt, int max_attempts = 5, bool cancel_requested = false) {
    Job job{};
    job.state = JobState::running;
    job.attempt = attempt;
    job.max_attempts = max_attempts;
    job.cancel_requested = cancel_requested;
    return job;
}

Failure full() {
    return {FailureKind::storage_full, "The disk is full.", "ENOSPC", {}};
}

const RetryPolicy policy{.first_delay = 2s, .factor = 3, .longest_delay = 1h, .space_delay = 60s};

TEST(AfterFailure, StateByKindAndAttempt) {
    struct Row {
        const char* name;
        Job job;
        Failure failure;
        JobState state;
        const char* error;
    };
    const Row rows[] = {
        {"permanent", job_at(1), Failure::permanent("Not shared."), JobState::failed, "Not shared."},
        {"transient", job_at(1), Failure::transient("No answer."), JobState::queued, "No answer."},
        {"last but one", job_at(4), Failure::transient("No answer."), JobState::queued, "No answer."},
        {"last attempt", job_at(5), Failure::transient("No answer."), JobState::failed, "No answer."},
        {"beyond the last", job_at(6), Failure::transient("No answer."), JobState::failed, "No answer."},
        {"only one attempt", job_at(1, 1), Failure::transient("No answer."), JobState::failed, "No answer."},
        {"full", job_at(1), full(), JobState::queued, "The disk is full."},
        {"full at last", job_at(5), full(), JobState::queued, "The disk is full."},
        {"cancel wins over full", job_at(1, 5, true), full(), JobState::cancelled, "Cancelled."},
        {"cancelled", job_at(1), Failure::cancelled(), JobState::cancelled, "Cancelled."},
        {"cancelled at last", job_at(5), Failure::cancelled(), JobState::cancelled, "Cancelled."},
        {"cancel wins over transient", job_at(1, 5, true), Failure::transient("No answer."),
         JobState::cancelled, "Cancelled."},
        {"cancel wins over permanent", job_at(1, 5, true), Failure::permanent("Not shared."),
         JobState::cancelled, "Cancelled."},
    };
    for (const Row& row : rows) {
        const AfterFailure after = after_failure(row.job, row.failure, now, policy, 0.5);
        EXPECT_EQ(after.state, row.state) << row.name;
        EXPECT_EQ(after.error, row.error) << row.name;
    }
}

TEST(AfterFailure, TheNextAttemptWaitsAsThePolicySays) {
    const Failure failure = Failure::transient("x");
    const AfterFailure after = after_failure(job_at(3), failure, now, policy, 0.5);
    EXPECT_EQ(after.run_at, now + delay_before_next(3, failure, policy, 0.5));
    EXPECT_EQ(after_failure(job_at(2), full(), now, policy, 1).run_at, now + 60s);
}

TEST(AfterFailure, OnlyAFullDiskIsWaitedFor) {
    EXPECT_TRUE(after_failure(job_at(1), full(), now, policy, 0).waits_for_space);
    EXPECT_FALSE(after_failure(job_at(1), Failure::transient("x"), now, policy, 0).waits_for_space);
    EXPECT_FALSE(after_failure(job_at(1, 5, true), full(), now, policy, 0).waits_for_space);
    EXPECT_FALSE(after_lost_lease(job_at(1), now).waits_for_space);
}

TEST(AfterFailure, DetailNeverReachesThePerson) {
    const auto after =
        after_failure(job_at(1), Failure::permanent("Not shared.", "GET /secret 403"), now, policy, 0);
    EXPECT_EQ(after.error.find("secret"), std::string::npos);
}

TEST(AfterLostLease, QueuedAtOnceWhileAttemptsRemain) {
    for (int attempt = 0; attempt < 5; ++attempt) {
        const AfterFailure after = after_lost_lease(job_at(attempt), now);
        EXPECT_EQ(after.state, JobState::queued) << attempt;
        EXPECT_EQ(after.run_at, now);
        EXPECT_EQ(after.error, "");
    }
}

TEST(AfterLostLease, APoisonedJobFailsWithAReason) {
    for (int attempt : {5, 6}) {
        const AfterFailure after = after_lost_lease(job_at(attempt), now);
        EXPECT_EQ(after.state, JobState::failed);
        EXPECT_NE(after.error, "");
    }
}

TEST(AfterLostLease, ACancelThatWasAskedForIsKept) {
    EXPECT_EQ(after_lost_lease(job_at(1, 5, true), now).state, JobState::cancelled);
    EXPECT_EQ(after_lost_lease(job_at(5, 5, true), now).state, JobState::cancelled);
}

TEST(OnCancel, ByState) {
    EXPECT_EQ(on_cancel(JobState::queued), JobState::cancelled);
    EXPECT_EQ(on_cancel(JobState::running), JobState::running);
    EXPECT_EQ(on_cancel(JobState::succeeded), std::nullopt);
    EXPECT_EQ(on_cancel(JobState::failed), std::nullopt);
    EXPECT_EQ(on_cancel(JobState::cancelled), std::nullopt);
}

TEST(UncheckedFailure, ThrowsWithItsText) {
    Outcome<int> outcome = Failure::permanent("Not shared.", "403");
    try {
        (void)outcome.value();
        FAIL() << "value() of a failure returned";
    } catch (const std::logic_error& error) {
        EXPECT_NE(std::string(error.what()).find("Not shared. 403"), std::string::npos);
    }
}

}  // namespace
}  // namespace lectern
