// Interruptions: stops, kills, stolen leases, and several runners on one store.
#include "server/wall_clock.hpp"
#include "tests/server/jobs/jobs_fixture.hpp"

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lectern::jobs {
namespace {

using namespace std::chrono_literals;

using RunnerCrash = JobsFixture;

TEST_F(RunnerCrash, AStopHandsRunningJobsBackUncounted) {
    Gate at_work;
    const auto id = add();
    Process process(*this, {{JobKind::download, [&](StepContext& context) -> Outcome<> {
                                 context.checkpoint(R"({"bytes":7})");
                                 at_work.open();
                                 wait_for_stop(context);
                                 return Failure::transient("The connection broke.");
                             }}});
    ASSERT_TRUE(at_work.pass());
    EXPECT_TRUE(process.runner.stop(patience));
    const Job job = stored(id);
    EXPECT_EQ(job.state, JobState::queued);
    EXPECT_EQ(job.attempt, 0);
    EXPECT_EQ(job.error, "");
    EXPECT_EQ(job.checkpoint, R"({"bytes":7})");
}

TEST_F(RunnerCrash, AStopDoesNotWaitForEver) {
    Gate at_work;
    Gate release;
    const auto id = add();
    {
        Process process(*this, {{JobKind::download, [&](StepContext& context) -> Outcome<> {
                                     at_work.open();
                                     EXPECT_TRUE(release.pass());  // ignores the stop token
                                     finish(context);
                                     return {};
                                 }}});
        ASSERT_TRUE(at_work.pass());
        EXPECT_FALSE(process.runner.stop(0ms));
        release.open();
        EXPECT_TRUE(process.runner.stop(patience));
    }
    EXPECT_EQ(stored(id).state, JobState::succeeded);
}

TEST_F(RunnerCrash, AStopOfTheExecutorHandsBackJobsThatHaveNotBegun) {
    Gate started;
    Gate release;
    Process process(*this, {{JobKind::download, finishing()}});
    ASSERT_TRUE(process.executor.try_submit(JobPriority::background, "lecture/1", [&](std::stop_token) {
        started.open();
        EXPECT_TRUE(release.pass());
    }));
    ASSERT_TRUE(started.pass());
    storage::NewJob behind;
    behind.kind = JobKind::download;
    behind.serial_key = "lecture/1";
    const auto id = add(behind);
    ASSERT_TRUE(reaches(id, JobState::running));
    process.executor.request_stop();
    EXPECT_TRUE(reaches(id, JobState::queued));
    EXPECT_EQ(stored(id).attempt, 0);
    release.open();
}

TEST_F(RunnerCrash, AfterAKillTheNextStartGoesOnFromTheCheckpoint) {
    Gate at_work;
    Gate dead;
    Watched<int> late_writes_refused;
    const auto id = add();
    Process killed(*this,
                   {{JobKind::download,
                     [&](StepContext& context) -> Outcome<> {
                         context.checkpoint(R"({"bytes":7})");
                         at_work.open();
                         EXPECT_TRUE(dead.pass());
                         try {
                             context.checkpoint(R"({"bytes":8})");
                         } catch (const storage::LeaseLost&) {
                             late_writes_refused.update([](int& n) { ++n; });
                         }
                         finish(context);
                         return {};
                     }}},
                   quick(), "first boot", 1);  // its one worker hangs, so it claims nothing more
    ASSERT_TRUE(at_work.pass());
    std::string found;
    int attempt = 0;
    {
        Process next(*this,
                     {{JobKind::download,
                       [&](StepContext& context) -> Outcome<> {
                           found = context.job().checkpoint;
                           attempt = context.job().attempt;
                           finish(context);
                           return {};
                       }}},
                     quick(), "second boot");
        ASSERT_TRUE(reaches(id, JobState::succeeded));
    }
    EXPECT_EQ(found, R"({"bytes":7})");
    EXPECT_EQ(attempt, 2);
    dead.open();
    EXPECT_TRUE(late_writes_refused.wait([](int n) { return n == 1; }));
    EXPECT_TRUE(killed.runner.stop(patience));
    EXPECT_EQ(stored(id).state, JobState::succeeded);
    EXPECT_EQ(stored(id).checkpoint, R"({"bytes":7})");
}

TEST_F(RunnerCrash, AJobThatKillsEachProcessIsGivenUp) {
    const auto id = add(JobKind::download, 3);
    for (int boot = 1; boot <= 3; ++boot) {
        const auto name = "boot " + std::to_string(boot);
        jobs.recover(name, wall_now());
        ASSERT_TRUE(jobs.claim(name, {JobKind::download}, wall_now(), 10min).has_value()) << boot;
    }
    const auto other = add();
    std::atomic<int> calls{0};
    Process process(*this,
                    {{JobKind::download,
                      [&](StepContext& context) -> Outcome<> {
                          ++calls;
                          finish(context);
                          return {};
                      }}},
                    quick(), "boot 4");
    ASSERT_TRUE(reaches(other, JobState::succeeded));
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(stored(id).state, JobState::failed);
    EXPECT_NE(stored(id).error, "");
}

TEST_F(RunnerCrash, AStolenLeaseStopsTheStepWhichWritesNothing) {
    const auto id = add();
    Gate at_work;
    Gate stopped;
    Process process(*this, {{JobKind::download, [&](StepContext& context) -> Outcome<> {
                                 at_work.open();
                                 wait_for_stop(context);
                                 stopped.open();
                                 return Failure::permanent("Aborted.");
                             }}});
    ASSERT_TRUE(at_work.pass());
    db.write([&](storage::Transaction& tx) {
        tx.query({"test", "UPDATE jobs SET lease_token = 'thief', boot_id = 'thief' WHERE id = $1"}, {id});
    });
    ASSERT_TRUE(stopped.pass());
    EXPECT_TRUE(process.runner.stop(patience));
    EXPECT_EQ(stored(id).state, JobState::running);
    EXPECT_EQ(stored(id).lease_token, "thief");
    EXPECT_EQ(stored(id).error, "");
}

TEST_F(RunnerCrash, ALostJobMayBeClaimedAnewWhileItsOldStepWindsDown) {
    Gate at_work;
    Gate release;
    std::atomic<int> calls{0};
    storage::NewJob job;
    job.kind = JobKind::download;
    job.serial_key = "";
    const auto id = add(job);
    Process process(*this, {{JobKind::download, [&](StepContext& context) -> Outcome<> {
                                 if (++calls == 1) {
                                     at_work.open();
                                     EXPECT_TRUE(release.pass());
                                     return Failure::permanent("Aborted.");
                                 }
                                 finish(context);
                                 return {};
                             }}});
    ASSERT_TRUE(at_work.pass());
    jobs.recover("another boot", wall_now());
    ASSERT_TRUE(reaches(id, JobState::succeeded));
    EXPECT_FALSE(process.runner.stop(0ms));  // the old step is not forgotten
    release.open();
    EXPECT_TRUE(process.runner.stop(patience));
    EXPECT_EQ(stored(id).state, JobState::succeeded);
}

// Both write the same work file.
TEST_F(RunnerCrash, AnAttemptBeginsAfterTheEndOfTheOneThatHasLostItsLease) {
    for (const JobKindRow& row : job_kinds) {
        Gate at_work;
        Gate release;
        std::atomic<int> calls{0};
        std::atomic<bool> first_has_ended{false};
        const auto id = add(row.kind);
        Process process(*this, {{row.kind, [&](StepContext& context) -> Outcome<> {
                                     if (++calls == 1) {
                                         at_work.open();
                                         EXPECT_TRUE(release.pass());
                                         first_has_ended = true;
                                         return Failure::permanent("Aborted.");
                                     }
                                     EXPECT_TRUE(first_has_ended) << to_text(context.job().kind);
                                     finish(context);
                                     return {};
                                 }}});
        ASSERT_TRUE(at_work.pass());
        jobs.recover("another boot", wall_now());
        ASSERT_TRUE(reaches(id, [](const Job& job) { return job.attempt == 2; }));
        release.open();
        ASSERT_TRUE(reaches(id, JobState::succeeded));
    }
}

TEST_F(RunnerCrash, TwoRunnersNeverRunAJobTwiceNorASerialKeySideBySide) {
    constexpr int keys = 4;
    constexpr int count = 40;
    SwitchedDatabase other_db = open();
    storage::JobStore other_jobs{other_db};
    std::mutex mutex;
    std::map<std::string, int> runs;
    std::set<std::string> busy;
    bool overlapped = false;
    const Step step = [&](StepContext& context) -> Outcome<> {
        {
            const std::lock_guard lock(mutex);
            ++runs[context.job().id];
            if (!busy.insert(context.job().serial_key).second) overlapped = true;
        }
        context.checkpoint("{}");
        {
            const std::lock_guard lock(mutex);
            busy.erase(context.job().serial_key);
        }
        finish(context);
        return {};
    };
    std::vector<std::string> ids;
    for (int i = 0; i < count; ++i) {
        storage::NewJob job;
        job.kind = JobKind::download;
        job.serial_key = "lecture/" + std::to_string(i % keys);
        ids.push_back(add(job));
    }
    Process one(*this, {{JobKind::download, step}});
    Executor other_executor({.workers = 2});
    Runner other(other_jobs, other_executor, {{JobKind::download, step}}, quick(), "boot");
    other.start();
    for (const auto& id : ids)
        ASSERT_TRUE(reaches(id, JobState::succeeded));
    const std::lock_guard lock(mutex);
    EXPECT_FALSE(overlapped);
    ASSERT_EQ(runs.size(), static_cast<std::size_t>(count));
    for (const auto& [id, number] : runs)
        EXPECT_EQ(number, 1) << id;
}

TEST_F(RunnerCrash, AJobThatThisProcessForgotIsFoundAgainAfterItsLease) {
    const auto id = add();
    // As if the answer to a claim was lost.
    ASSERT_TRUE(jobs.claim("boot", {JobKind::download}, wall_now(), 0ms).has_value());
    Process process(*this, {{JobKind::download, finishing()}});
    EXPECT_TRUE(reaches(id, JobState::succeeded));
    EXPECT_EQ(stored(id).attempt, 2);
}

}  // namespace
}  // namespace lectern::jobs
