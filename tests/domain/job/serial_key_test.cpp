#include "domain/job/serial_key.hpp"

#include <set>

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(SerialKey, SaysWhatRunsBesideWhat) {
    EXPECT_EQ(serial_key(JobScope::pipeline, 17, std::nullopt, "a"), "lecture/17");
    EXPECT_EQ(serial_key(JobScope::clip, 17, 5, "a"), "snippet/5");
    EXPECT_EQ(serial_key(JobScope::lecture_extra, 17, std::nullopt, "a"), "job/a");
    EXPECT_EQ(serial_key(JobScope::batch, std::nullopt, std::nullopt, "a"), "task/a");
}

TEST(SerialKey, NoScopeLetsTwoAttemptsOfAJobRunAtTheSameTime) {
    for (const JobScope scope : job_scopes) {
        EXPECT_NE(serial_key(scope, std::nullopt, std::nullopt, "a"), "") << to_text(scope);
        EXPECT_EQ(serial_key(scope, 1, 2, "a"), serial_key(scope, 1, 2, "a")) << to_text(scope);
    }
}

TEST(SerialKey, CutsOfALectureDoNotWaitForEachOtherOrForItsPipeline) {
    const std::set<std::string> keys{serial_key(JobScope::clip, 1, 2, "a"),
                                     serial_key(JobScope::clip, 1, 3, "b"),
                                     serial_key(JobScope::pipeline, 1, std::nullopt, "c"),
                                     serial_key(JobScope::lecture_extra, 1, std::nullopt, "d")};
    EXPECT_EQ(keys.size(), 4);
}

}  // namespace
}  // namespace lectern
