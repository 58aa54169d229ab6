#include "server/jobs/runner.hpp"

#include "server/wall_clock.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "tests/server/jobs/jobs_fixture.hpp"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::jobs {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

using RunnerTest = JobsFixture;

TEST_F(RunnerTest, ASuccessStaysAsTheStepWroteIt) {
    const auto id = add();
    Process process(*this, {{JobKind::download, finishing()}});
    ASSERT_TRUE(reaches(id, JobState::succeeded));
    EXPECT_TRUE(process.runner.stop(patience));
    const Job job = stored(id);
    EXPECT_EQ(job.state, JobState::succeeded);
    EXPECT_EQ(job.attempt, 1);
    EXPECT_EQ(job.error, "");
}

TEST_F(RunnerTest, JobsThatComeLaterAreFoundAtTheNextWake) {
    auto options = quick();
    options.poll = 24h;
    Process process(*this, {{JobKind::download, finishing()}}, options);
    for (int i = 0; i < 5; ++i) {
        const auto id = add();
        process.runner.wake();
        ASSERT_TRUE(reaches(id, JobState::succeeded));
    }
}

TEST_F(RunnerTest, MoreJobsThanWorkersNeedNoPoll) {
    auto options = quick();
    options.poll = 24h;
    std::vector<std::string> ids;
    for (int i = 0; i < 8; ++i)
        ids.push_back(add());
    Process process(*this, {{JobKind::download, finishing()}}, options, "boot", 1);
    for (const auto& id : ids)
        ASSERT_TRUE(reaches(id, JobState::succeeded));
}

TEST_F(RunnerTest, ATransientFailureIsTriedAgain) {
    std::mutex mutex;
    std::vector<std::pair<int, std::string>> seen;  // attempt, error of the attempt before
    const auto id = add();
    Process process(*this, {{JobKind::download, [&](StepContext& context) -> Outcome<> {
                                 const std::lock_guard lock(mutex);
                                 seen.emplace_back(context.job().attempt, context.job().error);
                                 if (seen.size() < 3) return Failure::transient("No answer.", "detail");
                                 finish(context);
                                 return {};
                             }}});
    ASSERT_TRUE(reaches(id, JobState::succeeded));
    const std::lock_guard lock(mutex);
    EXPECT_THAT(seen, ElementsAre(std::pair(1, ""), std::pair(2, "No answer."), std::pair(3, "No answer.")));
}

TEST_F(RunnerTest, KnowsForWhichLecturesStepsMayWork) {
    storage::LectureStore lectures(db, 10);
    storage::NewLecture wanted;
    wanted.source_key = "a";
    const auto lecture = lectures.create(wanted, "job", wall_now()).value();
    Gate begun, end;
    Process process(*this, {{JobKind::download, [&](StepContext& context) -> Outcome<> {
                                 begun.open();
                                 EXPECT_TRUE(end.pass());
                                 finish(context);
                                 return {};
                             }}});
    const auto runs_for = [&](std::int64_t id) {
        return process.runner.may_run([&](const Job& job) { return job.lecture_id == id; });
    };
    ASSERT_TRUE(begun.pass());
    EXPECT_TRUE(runs_for(lecture.id));
    EXPECT_TRUE(comes_true([&] { return !runs_for(lecture.id + 1); }));
    EXPECT_TRUE(runs_for(lecture.id));
    end.open();
    EXPECT_TRUE(comes_true([&] { return !runs_for(lecture.id); }));
}

TEST_F(RunnerTest, APermanentFailureIsNotTriedAgain) {
    std::atomic<int> calls{0};
    const auto id = add();
    Process process(*this, {{JobKind::download, [&](StepContext&) -> Outcome<> {
                                 ++calls;
                                 return Failure::permanent("Not shared.", "detail");
                             }}});
    ASSERT_TRUE(reaches(id, JobState::failed));
    EXPECT_TRUE(process.runner.stop(patience));
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(stored(id).error, "Not shared.");
}

TEST_F(RunnerTest, AJobWhoseStepAlwaysThrowsFails) {
    struct Row {
        JobKind kind;
        Step step;
        std::string error;
    };
    std::atomic<int> calls{0};
    const Row rows[] = {
        {JobKind::download,
         [&](StepContext&) -> Outcome<> {
             ++calls;
             throw std::runtime_error("secret");
         },
         "Something went wrong in the server."},
        {JobKind::transcribe,
         [&](StepContext&) -> Outcome<> {
             ++calls;
             throw 7;
         },
         "Something went wrong in the server."},
        {JobKind::analyze,
         [&](StepContext&) -> Outcome<> {
             ++calls;
             throw storage::StoreUnavailable("secret");
         },
         "The server's database did not answer."},
        {JobKind::cut,
         [&](StepContext&) -> Outcome<> {
             ++calls;
             return Outcome<>{};  // a success without a written outcome
         },
         "The work ended without a result."},
    };
    std::map<JobKind, Step> steps;
    std::vector<std::string> ids;
    for (const Row& row : rows) {
        steps[row.kind] = row.step;
        ids.push_back(add(row.kind, 3));
    }
    Process process(*this, steps);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        ASSERT_TRUE(reaches(ids[i], JobState::failed)) << i;
        EXPECT_EQ(stored(ids[i]).error, rows[i].error);
        EXPECT_EQ(stored(ids[i]).attempt, 3);
    }
    EXPECT_EQ(calls, 12);
}

TEST_F(RunnerTest, AFullDiskIsWaitedForAndCostsNoAttempt) {
    const std::function<void()> ways_to_be_full[] = {
        [] { throw storage::StorageFull("no space"); },
        [] { throw std::system_error(ENOSPC, std::generic_category(), "write"); },
        [] { throw storage::StoreUnavailable("no space", true); },
    };
    std::atomic<int> calls{0};
    const auto id = add(JobKind::download, 1);
    Process process(*this, {{JobKind::download, [&](StepContext& context) -> Outcome<> {
                                 const int call = calls++;
                                 if (call < 3) ways_to_be_full[call]();
                                 finish(context);
                                 return {};
                             }}});
    EXPECT_TRUE(reaches(id, JobState::succeeded));
    EXPECT_EQ(calls, 4);
    EXPECT_EQ(stored(id).attempt, 1);
}

TEST_F(RunnerTest, AThrowAfterTheOutcomeWasWrittenChangesNothing) {
    const auto id = add();
    Process process(*this, {{JobKind::download, [&](StepContext& context) -> Outcome<> {
                                 finish(context);
                                 throw std::runtime_error("too late");
                             }}});
    ASSERT_TRUE(reaches(id, JobState::succeeded));
    EXPECT_TRUE(process.runner.stop(patience));
    EXPECT_EQ(stored(id).state, JobState::succeeded);
}

TEST_F(RunnerTest, ACancelledQueuedJobNeverRuns) {
    Gate release;
    std::mutex mutex;
    std::vector<std::string> ran;
    const auto first = add();
    Process process(*this,
                    {{JobKind::download,
                      [&](StepContext& context) -> Outcome<> {
                          {
                              const std::lock_guard lock(mutex);
                              ran.push_back(context.job().id);
                          }
                          EXPECT_TRUE(release.pass());
                          finish(context);
                          return {};
                      }}},
                    quick(), "boot", 1);
    ASSERT_TRUE(reaches(first, JobState::running));
    const auto second = add();
    const auto third = add();
    ASSERT_TRUE(jobs.cancel(second, wall_now()).has_value());
    process.runner.cancel(second);
    release.open();
    ASSERT_TRUE(reaches(third, JobState::succeeded));
    EXPECT_EQ(stored(second).state, JobState::cancelled);
    const std::lock_guard lock(mutex);
    EXPECT_THAT(ran, ElementsAre(first, third));
}

TEST_F(RunnerTest, CancelReachesARunningStepAtOnce) {
    auto options = quick();
    options.heartbeat = 24h;  // so that only cancel() can reach the step
    const auto id = add();
    Process process(*this,
                    {{JobKind::download,
                      [&](StepContext& context) -> Outcome<> {
                          wait_for_stop(context);
                          return Failure::cancelled();
                      }}},
                    options);
    ASSERT_TRUE(reaches(id, JobState::running));
    ASSERT_TRUE(jobs.cancel(id, wall_now()).has_value());
    process.runner.cancel(id);
    ASSERT_TRUE(reaches(id, JobState::cancelled));
    EXPECT_EQ(stored(id).error, "Cancelled.");
}

TEST_F(RunnerTest, CancelAllReachesThoseRunningStepsThatItMeans) {
    auto options = quick();
    options.heartbeat = 24h;
    const std::vector<std::string> meant{add(JobKind::cut), add(JobKind::cut)};
    const auto other = add(JobKind::transcribe);
    Gate release;
    Process process(*this,
                    {{JobKind::cut,
                      [&](StepContext& context) -> Outcome<> {
                          wait_for_stop(context);
                          return Failure::cancelled();
                      }},
                     {JobKind::transcribe,
                      [&](StepContext& context) -> Outcome<> {
                          EXPECT_TRUE(release.pass());
                          EXPECT_FALSE(context.stop().stop_requested());
                          finish(context);
                          return {};
                      }}},
                    options, "boot", 3);
    for (const auto& id : {meant[0], meant[1], other})
        ASSERT_TRUE(reaches(id, JobState::running));
    for (const auto& id : meant)
        ASSERT_TRUE(jobs.cancel(id, wall_now()).has_value());
    process.runner.cancel_all([](const Job& job) { return job.kind == JobKind::cut; });
    for (const auto& id : meant)
        ASSERT_TRUE(reaches(id, JobState::cancelled));
    release.open();
    ASSERT_TRUE(reaches(other, JobState::succeeded));
}

TEST_F(RunnerTest, ACancelInTheStoreReachesTheStepWithTheNextHeartbeat) {
    const auto id = add();
    Process process(*this,
                    {{JobKind::download, [&](StepContext& context) -> Outcome<> {
                          wait_for_stop(context);
                          return Failure::transient("The connection broke.");  // what an abort looks like
                      }}});
    ASSERT_TRUE(reaches(id, JobState::running));
    ASSERT_TRUE(jobs.cancel(id, wall_now()).has_value());
    ASSERT_TRUE(reaches(id, JobState::cancelled));
}

TEST_F(RunnerTest, AStepThatCancelsItselfIsTriedAgain) {
    std::atomic<int> calls{0};
    const auto id = add();
    Process process(*this, {{JobKind::download, [&](StepContext& context) -> Outcome<> {
                                 if (++calls == 1) return Failure::cancelled();
                                 finish(context);
                                 return {};
                             }}});
    ASSERT_TRUE(reaches(id, JobState::succeeded));
    EXPECT_EQ(calls, 2);
}

TEST_F(RunnerTest, ProgressIsStoredAndTold) {
    Gate release;
    const auto id = add();
    Process process(*this, {{JobKind::download, [&](StepContext& context) -> Outcome<> {
                                 context.progress(0.5);
                                 EXPECT_TRUE(release.pass());
                                 finish(context);
                                 return {};
                             }}});
    EXPECT_TRUE(reaches(id, [](const Job& job) { return job.progress == 0.5; }));
    release.open();
    EXPECT_TRUE(reaches(id, JobState::succeeded));
}

TEST_F(RunnerTest, KindsWithoutAStepAreNotClaimed) {
    const auto other = add(JobKind::analyze);
    const auto id = add(JobKind::download);
    Process process(*this, {{JobKind::download, finishing()}});
    ASSERT_TRUE(reaches(id, JobState::succeeded));
    EXPECT_TRUE(process.runner.stop(patience));
    EXPECT_EQ(stored(other).state, JobState::queued);
    EXPECT_EQ(stored(other).attempt, 0);
}

}  // namespace
}  // namespace lectern::jobs
