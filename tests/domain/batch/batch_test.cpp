#include "domain/batch/batch.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(ChosenId, IsOfOneAlphabetAndNoPath) {
    for (const char* good : {"a", "A-1_b.c", "...", ".hidden", "-rf", "0", "delete_client"})
        EXPECT_TRUE(is_chosen_id(good)) << good;
    for (const char* bad : {"", ".", "..", "a/b", "a\\b", "a b", "a%2Fb", "ä", "a\n", "a:b", "*"})
        EXPECT_FALSE(is_chosen_id(bad)) << bad;
    EXPECT_TRUE(is_chosen_id(std::string(64, 'x')));
    EXPECT_FALSE(is_chosen_id(std::string(65, 'x')));
    EXPECT_FALSE(is_chosen_id(std::string_view("a\0b", 3)));
}

struct Row {
    std::optional<JobState> job;
    std::string_view text;
    bool start, retry;
};

TEST(DownloadStatus, FollowsTheJob) {
    for (const Row& row :
         {Row{{}, "created", true, false}, Row{JobState::queued, "queued", false, false},
          Row{JobState::running, "running", false, false}, Row{JobState::succeeded, "done", false, false},
          Row{JobState::failed, "failed", true, true}, Row{JobState::cancelled, "cancelled", true, true}}) {
        const DownloadStatus status = status_of(row.job);
        EXPECT_EQ(to_text(status), row.text);
        EXPECT_EQ(may_start(status), row.start) << row.text;
        EXPECT_EQ(may_retry(status), row.retry) << row.text;
    }
}

}  // namespace
}  // namespace lectern
