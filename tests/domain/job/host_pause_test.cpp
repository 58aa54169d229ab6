#include "domain/job/host_pause.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

using namespace std::chrono_literals;

const RetryPolicy policy{.first_delay = 2s, .factor = 3, .longest_delay = 1h, .space_delay = 60s};
const Timestamp start{1'700'000'000'000ms};

HostPause refused(const std::optional<HostPause>& before, Timestamp now,
                  std::optional<std::chrono::seconds> wait = {}) {
    return pause_after(before, "a.example", Failure::host_refuses("a.example is busy.", "", wait), now,
                       policy, 1);
}

Job job_with(const std::string& error) {
    Job job{};
    job.error = error;
    return job;
}

TEST(HostPause, GrowsWithEachRefusalAndHeedsRetryAfter) {
    HostPause pause = refused({}, start);
    EXPECT_EQ(pause.host, "a.example");
    EXPECT_EQ(pause.until, start + 2s);
    pause = refused(pause, start + 3s);
    EXPECT_EQ(pause.until, start + 3s + 6s);
    pause = refused(pause, start + 10s, 4h);
    EXPECT_EQ(pause.until, start + 10s + 4h);
    EXPECT_EQ(pause.refusals, 3);
    EXPECT_EQ(pause.since, start);
}

TEST(HostPause, RefusalsAtTheSameTimeAreOne) {
    HostPause pause = refused(refused({}, start), start + 1s);
    EXPECT_EQ(pause.refusals, 1);
    EXPECT_EQ(pause.until, start + 3s);
    pause = refused(refused({}, start, 4h), start + 1s);
    EXPECT_EQ(pause.until, start + 4h) << "a shorter one does not replace it";
}

TEST(HostPause, OnlyAFileThatItsHostAloneWithholdsUsesUpAttempts) {
    const HostPause pause = refused({}, start);
    EXPECT_FALSE(refusal_counts({}, job_with(""), start)) << "the first refusal";
    EXPECT_TRUE(refusal_counts({}, job_with("a.example is busy."), start))
        << "the host has served others since";
    EXPECT_FALSE(refusal_counts(pause, job_with("a.example is busy."), start + 71h))
        << "it refuses everybody";
    EXPECT_TRUE(refusal_counts(pause, job_with("a.example is busy."), start + 73h))
        << "nobody waits for ever";
}

TEST(HostPause, TellsThePersonUntilWhen) {
    EXPECT_EQ(pause_text(refused({}, start, 4h)),
              "a.example is busy. Downloads from it wait until 2023-11-15 02:13:20 UTC; then one of them "
              "goes first.");
}

}  // namespace
}  // namespace lectern
