#include "server/jobs/runner.hpp"
#include "tests/server/jobs/jobs_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lectern::jobs {
namespace {

using RunnerLimitsTest = JobsFixture;

TEST_F(RunnerLimitsTest, OneHostHasALimitOfItsOwn) {
    auto options = quick();
    options.at_once_per_host = 2;
    Gate release;
    std::atomic<int> inside{0};
    std::atomic<int> most{0};
    const auto add_for = [&](const std::string& host) {
        storage::NewJob job;
        job.kind = JobKind::download;
        job.host = host;
        return add(job);
    };
    std::vector<std::string> slow, others;
    for (int i = 0; i < 6; ++i)
        slow.push_back(add_for("slow.example"));
    for (const char* host : {"quick.example", "", ""})
        others.push_back(add_for(host));
    Process process(*this,
                    {{JobKind::download,
                      [&](StepContext& context) -> Outcome<> {
                          if (context.job().host == "slow.example") {
                              most = std::max(most.load(), ++inside);
                              EXPECT_TRUE(release.pass());
                              --inside;
                          }
                          finish(context);
                          return {};
                      }}},
                    options, "boot", 4);
    for (const auto& id : others)
        ASSERT_TRUE(reaches(id, JobState::succeeded));  // though six others came before them
    release.open();
    for (const auto& id : slow)
        ASSERT_TRUE(reaches(id, JobState::succeeded));
    EXPECT_LE(most, 2);
}

TEST_F(RunnerLimitsTest, KindsWithThreadsOfTheirOwnTakeNoWorker) {
    Executor elsewhere({.workers = 2});
    auto options = quick();
    options.elsewhere[JobKind::download] = &elsewhere;
    Gate release;
    std::vector<std::string> downloads;
    for (int i = 0; i < 5; ++i)
        downloads.push_back(add(JobKind::download));
    const auto cut = add(JobKind::cut);
    Process process(*this,
                    {{JobKind::download,
                      [&](StepContext& context) -> Outcome<> {
                          EXPECT_TRUE(release.pass());
                          finish(context);
                          return {};
                      }},
                     {JobKind::cut, finishing()}},
                    options, "boot", 1);
    ASSERT_TRUE(reaches(cut, JobState::succeeded));
    EXPECT_LE(count(JobState::running), 2);
    release.open();
    for (const auto& id : downloads)
        ASSERT_TRUE(reaches(id, JobState::succeeded));
}

TEST_F(RunnerLimitsTest, KindsHaveTheirOwnLimit) {
    auto options = quick();
    options.at_once[JobKind::transcribe] = 1;
    Gate release;
    std::atomic<int> inside{0};
    std::atomic<int> most{0};
    std::vector<std::string> limited;
    for (int i = 0; i < 6; ++i)
        limited.push_back(add(JobKind::transcribe));
    const auto free = add(JobKind::cut);
    Process process(*this,
                    {{JobKind::transcribe,
                      [&](StepContext& context) -> Outcome<> {
                          most = std::max(most.load(), ++inside);
                          EXPECT_TRUE(release.pass());
                          --inside;
                          finish(context);
                          return {};
                      }},
                     {JobKind::cut, finishing()}},
                    options, "boot", 3);
    ASSERT_TRUE(reaches(free, JobState::succeeded));  // though six others came before it
    release.open();
    for (const auto& id : limited)
        ASSERT_TRUE(reaches(id, JobState::succeeded));
    EXPECT_EQ(most, 1);
}

TEST_F(RunnerLimitsTest, LongJobsLeaveAWorker) {
    auto options = quick();
    options.leaves_a_worker.insert(JobKind::proxy);
    Gate release;
    const auto first = add(JobKind::proxy), second = add(JobKind::proxy);
    Process process(*this,
                    {{JobKind::proxy,
                      [&](StepContext& context) -> Outcome<> {
                          EXPECT_TRUE(release.pass());
                          finish(context);
                          return {};
                      }},
                     {JobKind::cut, finishing()}},
                    options, "boot", 2);
    ASSERT_TRUE(reaches(first, JobState::running));
    const auto cut = add(JobKind::cut);
    ASSERT_TRUE(reaches(cut, JobState::succeeded));
    EXPECT_EQ(count(JobState::running), 1);
    release.open();
    ASSERT_TRUE(reaches(second, JobState::succeeded));
}

TEST_F(RunnerLimitsTest, ASingleWorkerRunsLongJobs) {
    auto options = quick();
    options.leaves_a_worker.insert(JobKind::proxy);
    const auto id = add(JobKind::proxy);
    Process process(*this, {{JobKind::proxy, finishing()}}, options, "boot", 1);
    ASSERT_TRUE(reaches(id, JobState::succeeded));
}

TEST_F(RunnerLimitsTest, NeverMoreJobsAreClaimedThanWorkersRun) {
    constexpr int workers = 2;
    std::atomic<std::int64_t> most{0};
    std::vector<std::string> ids;
    for (int i = 0; i < 20; ++i)
        ids.push_back(add());
    on_write = [&] {
        const auto running = count(JobState::running);
        std::int64_t seen = most;
        while (seen < running && !most.compare_exchange_weak(seen, running)) {
        }
    };
    Process process(*this, {{JobKind::download, finishing()}}, quick(), "boot", workers);
    for (const auto& id : ids)
        ASSERT_TRUE(reaches(id, JobState::succeeded));
    EXPECT_LE(most, workers);
}

}  // namespace
}  // namespace lectern::jobs
