#include "domain/job/failure.hpp"
#include "storage/batches/batch_store.hpp"
#include "storage/batches/download_store.hpp"
#include "storage/jobs/new_job.hpp"
#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::HasSubstr;

class HostPausesTest : public StoreTest {
protected:
    std::string add(const std::string& host) {
        NewJob job{uuid(), JobKind::download};
        job.host = host;
        database->write([&](Transaction& tx) { insert_job(tx, job, now); });
        now += 1ms;
        return job.id;
    }
    void refuse(const Job& job, std::chrono::seconds wait = 1h) {
        jobs.pause_host(lease_of(job), Failure::host_refuses("It is busy.", "", wait), policy, 1, now);
    }
    Job stored(const std::string& id) { return jobs.get(id).value(); }

    const RetryPolicy policy{.first_delay = 2s};
};
LECTERN_ON_BOTH_DRIVERS(HostPausesTest);

TEST_P(HostPausesTest, AnOldPauseThatNobodyEndedSaysNothingAboutANewOne) {
    const auto first = add("a");
    refuse(claim());
    now += 3h;
    refuse(claim());
    ASSERT_TRUE(jobs.cancel(first, now));
    now += std::chrono::hours(24 * 90);
    const auto later = add("a");
    refuse(claim(), 0s);
    EXPECT_EQ(stored(later).attempt, 0) << "the trouble has begun just now";
    now += 1h;
    EXPECT_EQ(claim().id, later) << "the pause is as short as a first one";
}

TEST_P(HostPausesTest, TheQueueIsKeptAndOneProbeGoesFirst) {
    const auto first = add("a"), second = add("a"), third = add("a"), elsewhere = add("b");
    const Job refused = claim();
    ASSERT_EQ(refused.id, first);
    refuse(refused);
    EXPECT_EQ(stored(first).state, JobState::queued);
    EXPECT_EQ(stored(first).attempt, 0) << "the attempt is not used up";
    EXPECT_EQ(stored(first).error, "It is busy.");
    EXPECT_EQ(claim().id, elsewhere) << "other hosts go on";
    EXPECT_EQ(try_claim(), std::nullopt);
    now += 1h - 1s;
    EXPECT_EQ(try_claim(), std::nullopt);

    now += 1s;
    const Job probe = claim();
    EXPECT_EQ(probe.id, second) << "not the one that was refused";
    EXPECT_EQ(try_claim(), std::nullopt) << "the others wait for the probe";
    refuse(probe);
    EXPECT_EQ(stored(second).attempt, 0);
    EXPECT_EQ(try_claim(), std::nullopt);

    now += 2h;
    const Job next = claim();
    EXPECT_EQ(next.id, third);
    EXPECT_EQ(try_claim(), std::nullopt);
    jobs.host_answers("a", now);
    EXPECT_EQ(claim().id, first);
    EXPECT_EQ(claim().id, second);
}

TEST_P(HostPausesTest, AProbeThatEndsWithoutAnAnswerIsFollowedByAnother) {
    const auto first = add("a"), second = add("a"), third = add("a");
    refuse(claim());
    now += 1h;
    const Job probe = claim();
    jobs.fail(lease_of(probe), {JobState::queued, now + 10h, "The connection broke."}, now);
    EXPECT_EQ(claim().id, third);
    EXPECT_EQ(try_claim(), std::nullopt);
}

TEST_P(HostPausesTest, ADownloadThatBeganBeforeThePauseDoesNotEndIt) {
    add("a"), add("a");
    const Job running = claim(), refused = claim();
    refuse(refused);
    jobs.host_answers("a", now);
    EXPECT_EQ(try_claim(), std::nullopt);
    now += 2h;
    EXPECT_EQ(claim().id, refused.id) << "nor is it taken for the probe";
}

TEST_P(HostPausesTest, AFileThatOnlyItsHostWithholdsFailsAtLast) {
    const auto id = add("a");
    for (int refusal = 0; stored(id).state == JobState::queued; ++refusal) {
        ASSERT_LT(refusal, 10);
        refuse(claim());
        now += 2h;
        jobs.host_answers("a", now);  // others get their files
    }
    EXPECT_EQ(stored(id).state, JobState::failed);
    EXPECT_EQ(stored(id).error, "It is busy.");
}

TEST_P(HostPausesTest, ACancelledJobEnds) {
    const auto id = add("a");
    const Job job = claim();
    ASSERT_TRUE(jobs.cancel(id, now).has_value());
    refuse(job);
    EXPECT_EQ(stored(id).state, JobState::cancelled);
    const auto next = add("a");
    EXPECT_EQ(claim().id, next) << "its refusal says nothing for the others";
}

TEST_P(HostPausesTest, WhoWaitsIsToldWhy) {
    BatchStore batches(*database);
    DownloadStore downloads(*database);
    add("a");
    NewLecture wanted = recording("drive:x");
    wanted.host = "a";
    const auto lecture = lectures.create(wanted, uuid(), now).value().id;
    NewDownload task{uuid(), "id", "name", "batch"};
    task.host = "a";
    batches.create("acme", {}, "s", {task}, now);
    ASSERT_TRUE(downloads.start(task.id, {}, now).has_value());
    refuse(claim());

    const auto told =
        testing::AllOf(HasSubstr("It is busy."), HasSubstr("wait until 2023-11-14 23:13:20 UTC"));
    EXPECT_THAT(lectures.status(lecture).value().error, told);
    EXPECT_EQ(lectures.status(lecture).value().status, LectureStatus::pending);
    EXPECT_THAT(downloads.get(task.id).value().error, told);
    EXPECT_THAT(batches.batch("acme", "s").value().tasks.front().error, told);

    now += 2h;
    jobs.host_answers("a", now);
    EXPECT_EQ(lectures.status(lecture).value().error, "");
    EXPECT_EQ(downloads.get(task.id).value().error, "");
}

}  // namespace
}  // namespace lectern::storage::test
