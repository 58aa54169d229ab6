// The store becomes unavailable while jobs run.
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

class RunnerOutage : public JobsFixture {
protected:
    // Lets the running step of the job, which waits for `away`, go on during an outage that some calls meet.
    void outlast_an_outage(const std::string& id, Gate& away) {
        ASSERT_TRUE(reaches(id, JobState::running));
        db.switch_off();
        away.open();
        EXPECT_TRUE(db.turned_away(5));
        db.switch_on();
    }
};

TEST_F(RunnerOutage, AnOutageAtTheStartIsWaitedOut) {
    const auto id = add();
    db.switch_off();
    Process process(*this, {{JobKind::download, finishing()}});
    EXPECT_TRUE(db.turned_away(2));
    db.switch_on();
    EXPECT_TRUE(reaches(id, JobState::succeeded));
}

TEST_F(RunnerOutage, AFailureDuringAnOutageIsWrittenAfterIt) {
    Gate away;
    std::atomic<int> calls{0};
    const auto id = add();
    Process process(*this, {{JobKind::download, [&](StepContext& context) -> Outcome<> {
                                 if (++calls > 1) {
                                     finish(context);
                                     return {};
                                 }
                                 EXPECT_TRUE(away.pass());
                                 return Failure::transient("No answer.");
                             }}});
    outlast_an_outage(id, away);
    EXPECT_TRUE(reaches(id, JobState::succeeded));
    EXPECT_EQ(stored(id).attempt, 2);
}

TEST_F(RunnerOutage, APermanentFailureDuringAnOutageIsKeptToo) {
    Gate away;
    const auto id = add();
    Process process(*this, {{JobKind::download, [&](StepContext&) -> Outcome<> {
                                 EXPECT_TRUE(away.pass());
                                 return Failure::permanent("Not shared.");
                             }}});
    outlast_an_outage(id, away);
    EXPECT_TRUE(reaches(id, JobState::failed));
    EXPECT_EQ(stored(id).error, "Not shared.");
    EXPECT_EQ(stored(id).attempt, 1);
}

TEST_F(RunnerOutage, AnOutcomeOutlastsAShortOutage) {
    Gate away;
    std::atomic<int> calls{0};
    const auto id = add();
    Process process(*this, {{JobKind::download, [&](StepContext& context) -> Outcome<> {
                                 ++calls;
                                 EXPECT_TRUE(away.pass());
                                 context.checkpoint("{}");
                                 context.persist([&] { finish(context); });
                                 return {};
                             }}});
    outlast_an_outage(id, away);
    EXPECT_TRUE(reaches(id, JobState::succeeded));
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(stored(id).attempt, 1);
}

TEST_F(RunnerOutage, AnOutageThatOutlastsTheLeaseEndsTheStep) {
    auto options = quick();
    options.lease = 100ms;
    Gate away;
    Gate gave_up;
    std::atomic<int> calls{0};
    const auto id = add();
    Process process(*this,
                    {{JobKind::download,
                      [&](StepContext& context) -> Outcome<> {
                          if (++calls > 1) {
                              finish(context);
                              return {};
                          }
                          EXPECT_TRUE(away.pass());
                          try {
                              context.persist([&] { finish(context); });
                          } catch (const storage::StoreUnavailable&) {
                              gave_up.open();
                              throw;
                          }
                          return {};
                      }}},
                    options);
    ASSERT_TRUE(reaches(id, JobState::running));
    db.switch_off();
    away.open();
    ASSERT_TRUE(gave_up.pass());
    db.switch_on();
    EXPECT_TRUE(reaches(id, JobState::succeeded));
    EXPECT_EQ(calls, 2);
}

TEST_F(RunnerOutage, AStopDuringAnOutageIsNotHeldUp) {
    const auto id = add();
    {
        Process process(*this, {{JobKind::download, [&](StepContext& context) -> Outcome<> {
                                     wait_for_stop(context);
                                     context.checkpoint("{}");
                                     return Failure::cancelled();
                                 }}});
        ASSERT_TRUE(reaches(id, JobState::running));
        db.switch_off();
        EXPECT_FALSE(process.runner.stop(0ms));
    }
    db.switch_on();
    EXPECT_EQ(stored(id).state, JobState::running);
    Process next(*this, {{JobKind::download, finishing()}}, quick(), "second boot");
    EXPECT_TRUE(reaches(id, JobState::succeeded));
}

}  // namespace
}  // namespace lectern::jobs
