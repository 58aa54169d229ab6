#include "domain/job/job.hpp"

#include <set>

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(JobNames, StatesSurviveTheWayThroughText) {
    std::set<std::string_view> seen;
    for (JobState state :
         {JobState::queued, JobState::running, JobState::succeeded, JobState::failed, JobState::cancelled}) {
        EXPECT_EQ(parse_job_state(to_text(state)), state);
        EXPECT_TRUE(seen.insert(to_text(state)).second);
    }
}

TEST(JobNames, OtherTextsAreNothing) {
    for (std::string_view text : {"", "QUEUED", "done", "unknown", "cut"}) {
        EXPECT_EQ(parse_job_state(text), std::nullopt) << text;
    }
}

TEST(JobNames, StoredWordsDoNotChange) {
    EXPECT_EQ(to_text(JobState::succeeded), "succeeded");
    EXPECT_EQ(to_text(JobState::cancelled), "cancelled");
}

TEST(TaskStatus, FollowsStateAndAttempts) {
    struct Row {
        JobState state;
        int attempt;
        std::string_view status;
    };
    for (const Row& row : {
             Row{JobState::queued, 0, "PENDING"},
             Row{JobState::queued, 1, "RETRY"},
             Row{JobState::queued, 4, "RETRY"},
             Row{JobState::running, 1, "STARTED"},
             Row{JobState::running, 3, "STARTED"},
             Row{JobState::succeeded, 1, "SUCCESS"},
             Row{JobState::failed, 5, "FAILURE"},
             Row{JobState::cancelled, 0, "REVOKED"},
             Row{JobState::cancelled, 2, "REVOKED"},
         }) {
        Job job{};
        job.state = row.state;
        job.attempt = row.attempt;
        EXPECT_EQ(task_status(job), row.status) << to_text(row.state) << " " << row.attempt;
    }
}

TEST(IsOpen, OnlyQueuedAndRunning) {
    EXPECT_TRUE(is_open(JobState::queued));
    EXPECT_TRUE(is_open(JobState::running));
    EXPECT_FALSE(is_open(JobState::succeeded));
    EXPECT_FALSE(is_open(JobState::failed));
    EXPECT_FALSE(is_open(JobState::cancelled));
}

}  // namespace
}  // namespace lectern
