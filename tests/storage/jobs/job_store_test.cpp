#include "storage/jobs/new_job.hpp"
#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::ElementsAre;

class JobStoreTest : public StoreTest {
protected:
    NewJob job(const std::string& serial_key, JobPriority priority = JobPriority::background) {
        NewJob result{uuid(), JobKind::cut, priority};
        result.serial_key = serial_key;
        return result;
    }
    std::string add(const NewJob& wanted) {
        database->write([&](Transaction& tx) { ASSERT_TRUE(enqueue(tx, wanted, now, 1000).has_value()); });
        return wanted.id;
    }
    JobState state(const std::string& id) { return jobs.get(id).value().state; }
};
LECTERN_ON_BOTH_DRIVERS(JobStoreTest);

TEST_P(JobStoreTest, AQueuedJobIsAsItWasGiven) {
    NewJob wanted = job("s", JobPriority::interactive);
    wanted.payload = R"({"mode":"exact"})";
    wanted.max_attempts = 3;
    add(wanted);
    const Job found = jobs.get(wanted.id).value();
    EXPECT_EQ(found.id, wanted.id);
    EXPECT_EQ(found.kind, JobKind::cut);
    EXPECT_EQ(found.state, JobState::queued);
    EXPECT_EQ(found.priority, JobPriority::interactive);
    EXPECT_EQ(found.serial_key, "s");
    EXPECT_EQ(found.payload, wanted.payload);
    EXPECT_EQ(found.max_attempts, 3);
    EXPECT_EQ(found.attempt, 0);
    EXPECT_EQ(found.run_at, now);
    EXPECT_EQ(found.created_at, now);
    EXPECT_EQ(found.lecture_id, std::nullopt);
    EXPECT_EQ(jobs.get(uuid()), std::nullopt);
}

TEST_P(JobStoreTest, TheBoundRefusesWithARetryAfter) {
    database->write([&](Transaction& tx) {
        ASSERT_TRUE(enqueue(tx, job("a"), now, 2).has_value());
        ASSERT_TRUE(enqueue(tx, job("b"), now, 2).has_value());
        const auto refused = enqueue(tx, job("c"), now, 2);
        ASSERT_TRUE(refused.has_error());
        EXPECT_EQ(refused.error().code, ErrorCode::busy);
        EXPECT_TRUE(refused.error().retry_after.has_value());
    });
    jobs.fail(lease_of(claim()), {JobState::failed, now, "x"}, now);
    database->write([&](Transaction& tx) { EXPECT_TRUE(enqueue(tx, job("c"), now, 2).has_value()); });
}

TEST_P(JobStoreTest, ClaimsByPriorityThenDueTimeThenCreation) {
    const auto late = add(job("a"));
    now -= 10s;
    const auto early = add(job("b"));
    now += 5s;
    const auto urgent = add(job("c", JobPriority::interactive));
    now += 100s;
    std::vector<std::string> order;
    while (const auto claimed = try_claim())
        order.push_back(claimed->id);
    EXPECT_THAT(order, ElementsAre(urgent, early, late));
}

TEST_P(JobStoreTest, AClaimCountsTheAttemptAndLeases) {
    const auto id = add(job("a"));
    const Job claimed = claim();
    EXPECT_EQ(claimed.id, id);
    EXPECT_EQ(claimed.state, JobState::running);
    EXPECT_EQ(claimed.attempt, 1);
    EXPECT_FALSE(claimed.lease_token.empty());
    EXPECT_EQ(try_claim(), std::nullopt);
}

TEST_P(JobStoreTest, OnlyRequestedKindsAreClaimed) {
    add(job("a"));
    EXPECT_EQ(jobs.claim(boot, {JobKind::download, JobKind::analyze}, now, lease_length), std::nullopt);
    EXPECT_EQ(jobs.claim(boot, {}, now, lease_length), std::nullopt);
    EXPECT_TRUE(jobs.claim(boot, {JobKind::download, JobKind::cut}, now, lease_length).has_value());
}

TEST_P(JobStoreTest, ASerialKeyRunsOneJobAtATime) {
    const auto first = add(job("same"));
    const auto second = add(job("same"));
    const auto free_1 = add(job(""));
    const auto free_2 = add(job(""));
    const Job running = claim();
    EXPECT_EQ(running.id, first);
    EXPECT_EQ(claim().id, free_1);
    EXPECT_EQ(claim().id, free_2);
    EXPECT_EQ(try_claim(), std::nullopt);
    jobs.fail(lease_of(running), {JobState::failed, now, "x"}, now);
    EXPECT_EQ(claim().id, second);
}

TEST_P(JobStoreTest, TheMostUrgentJobOfAllKindsAndHostsIsClaimed) {
    std::map<std::string, std::string> names;
    const auto add_to = [&](const std::string& name, JobKind kind, const std::string& host,
                            JobPriority priority) {
        NewJob next{uuid(), kind};
        next.host = host;
        next.priority = priority;
        names[add(next)] = name;
        now += 1s;
    };
    add_to("bulk a", JobKind::batch_download, "a", JobPriority::bulk);
    add_to("bulk b", JobKind::batch_download, "b", JobPriority::bulk);
    add_to("bulk a again", JobKind::batch_download, "a", JobPriority::bulk);
    add_to("bulk of no host", JobKind::batch_download, "", JobPriority::bulk);
    add_to("urgent b", JobKind::batch_download, "b", JobPriority::interactive);
    add_to("cut", JobKind::cut, "", JobPriority::background);
    add_to("cut of c", JobKind::cut, "c", JobPriority::background);
    const auto next = [&](const std::set<JobKind>& kinds, const std::set<std::string>& busy) -> std::string {
        const auto job = jobs.claim(boot, kinds, now, lease_length, busy);
        return job ? names.at(job->id) : "none";
    };
    const std::set<JobKind> downloads{JobKind::batch_download};
    EXPECT_EQ(next({JobKind::transcribe}, {}), "none");
    EXPECT_EQ(next(downloads, {"b", "", "nowhere"}), "bulk a");
    EXPECT_EQ(next(all_kinds, {}), "urgent b");
    EXPECT_EQ(next(all_kinds, {""}), "cut of c");
    EXPECT_EQ(next(downloads, {"a"}), "bulk b");
    EXPECT_EQ(next(downloads, {"a"}), "bulk of no host");
    EXPECT_EQ(next(downloads, {"a"}), "none");
    EXPECT_EQ(next(all_kinds, {"a"}), "cut");
    EXPECT_EQ(next(all_kinds, {"a"}), "none");
    EXPECT_EQ(next(all_kinds, {}), "bulk a again");
}

TEST_P(JobStoreTest, NextDueIgnoresJobsThatWaitForTheirSerialKey) {
    EXPECT_EQ(jobs.next_due(), std::nullopt);
    add(job("same"));
    add(job("same"));
    EXPECT_EQ(jobs.next_due(), now);
    const Job running = claim();
    EXPECT_EQ(jobs.next_due(), std::nullopt);
    jobs.fail(lease_of(running), {JobState::queued, now + 5s, "again"}, now);
    EXPECT_EQ(claim().id != running.id, true);
    EXPECT_EQ(jobs.next_due(), std::nullopt);
}

TEST_P(JobStoreTest, ARepeatedJobIsNotClaimedBeforeItsTime) {
    const auto id = add(job("a"));
    jobs.fail(lease_of(claim()), {JobState::queued, now + 60s, "The network was away."}, now);
    EXPECT_EQ(jobs.get(id)->error, "The network was away.");
    EXPECT_EQ(try_claim(), std::nullopt);
    EXPECT_EQ(jobs.next_due(), now + 60s);
    now += 60s;
    EXPECT_EQ(claim().attempt, 2);
}

TEST_P(JobStoreTest, HeartbeatsStoreProgressAndTellOfCancels) {
    const auto id = add(job("a"));
    const Lease lease = lease_of(claim());
    EXPECT_FALSE(jobs.heartbeat(lease, 0.25, now, lease_length).cancel_requested);
    EXPECT_EQ(jobs.get(id)->progress, 0.25);
    const auto asked = jobs.cancel(id, now);
    ASSERT_TRUE(asked.has_value());
    EXPECT_EQ(asked->state, JobState::running);
    EXPECT_TRUE(asked->cancel_requested);
    EXPECT_TRUE(jobs.heartbeat(lease, 0.5, now, lease_length).cancel_requested);
    jobs.fail(lease, {JobState::cancelled, now, "Cancelled."}, now);
    EXPECT_EQ(state(id), JobState::cancelled);
}

TEST_P(JobStoreTest, NothingIsWrittenWithoutTheLease) {
    const auto id = add(job("a"));
    const Lease lost = lease_of(claim());
    jobs.recover("boot 2", now);
    boot = "boot 2";
    const Job again = claim();
    EXPECT_EQ(again.id, id);
    for (const Lease& bad : {lost, Lease{id, ""}, Lease{id, "guess"}, Lease{uuid(), again.lease_token}}) {
        EXPECT_THROW(jobs.heartbeat(bad, 0.9, now, lease_length), LeaseLost);
        EXPECT_THROW(jobs.save_checkpoint(bad, "{}", now), LeaseLost);
        EXPECT_THROW(jobs.fail(bad, {JobState::failed, now, "x"}, now), LeaseLost);
        EXPECT_THROW(jobs.hand_back(bad, now), LeaseLost);
    }
    EXPECT_EQ(state(id), JobState::running);
    EXPECT_NO_THROW(jobs.heartbeat(lease_of(again), 0.1, now, lease_length));
}

TEST_P(JobStoreTest, AnEndedJobHasNoLease) {
    const auto id = add(job("a"));
    const Lease lease = lease_of(claim());
    jobs.fail(lease, {JobState::failed, now, "x"}, now);
    EXPECT_EQ(jobs.get(id)->lease_token, "");
    EXPECT_THROW(jobs.heartbeat(lease, 1, now, lease_length), LeaseLost);
    EXPECT_THROW(jobs.heartbeat(Lease{id, ""}, 1, now, lease_length), LeaseLost);
}

TEST_P(JobStoreTest, CheckpointsOutliveTheProcess) {
    add(job("a"));
    jobs.save_checkpoint(lease_of(claim()), R"({"bytes":7})", now);
    jobs.recover("boot 2", now);
    boot = "boot 2";
    EXPECT_EQ(claim().checkpoint, R"({"bytes":7})");
}

TEST_P(JobStoreTest, RecoverQueuesAgainWhatAnEarlierBootRan) {
    const auto lost = add(job("a"));
    claim();
    boot = "boot 2";
    const auto mine = add(job("b"));
    claim();
    jobs.recover("boot 2", now);
    EXPECT_EQ(state(lost), JobState::queued);
    EXPECT_EQ(state(mine), JobState::running);
    EXPECT_EQ(claim().attempt, 2);
}

TEST_P(JobStoreTest, APoisonedJobFailsInsteadOfLooping) {
    NewJob wanted = job("a");
    wanted.max_attempts = 2;
    add(wanted);
    for (const char* next : {"boot 2", "boot 3"}) {
        claim();
        boot = next;
        jobs.recover(boot, now);
    }
    EXPECT_EQ(state(wanted.id), JobState::failed);
    EXPECT_NE(jobs.get(wanted.id)->error, "");
    EXPECT_EQ(try_claim(), std::nullopt);
}

TEST_P(JobStoreTest, RecoverHonoursACancelThatTheOldProcessDidNotSee) {
    const auto id = add(job("a"));
    claim();
    ASSERT_TRUE(jobs.cancel(id, now).has_value());
    jobs.recover("boot 2", now);
    EXPECT_EQ(state(id), JobState::cancelled);
}

TEST_P(JobStoreTest, AnExpiredLeaseIsTakenBackWithinTheSameBoot) {
    const auto id = add(job("a"));
    const Lease lease = lease_of(claim());
    jobs.recover_expired(now + lease_length);
    EXPECT_EQ(state(id), JobState::running);
    jobs.recover_expired(now + lease_length + 1ms);
    EXPECT_EQ(state(id), JobState::queued);
    EXPECT_THROW(jobs.heartbeat(lease, 0, now, lease_length), LeaseLost);
}

TEST_P(JobStoreTest, HandingBackDoesNotCountTheAttempt) {
    const auto id = add(job("a"));
    jobs.hand_back(lease_of(claim()), now);
    EXPECT_EQ(state(id), JobState::queued);
    EXPECT_EQ(claim().attempt, 1);
}

TEST_P(JobStoreTest, HandingBackAJobThatIsToBeCancelledEndsIt) {
    const auto id = add(job("a"));
    const Lease lease = lease_of(claim());
    ASSERT_TRUE(jobs.cancel(id, now).has_value());
    jobs.hand_back(lease, now);
    EXPECT_EQ(state(id), JobState::cancelled);
}

TEST_P(JobStoreTest, CancelEndsAQueuedJobOnce) {
    const auto id = add(job("a"));
    EXPECT_EQ(jobs.cancel(id, now)->state, JobState::cancelled);
    EXPECT_EQ(jobs.cancel(id, now).error().code, ErrorCode::conflict);
    EXPECT_EQ(jobs.cancel(uuid(), now).error().code, ErrorCode::not_found);
    EXPECT_EQ(try_claim(), std::nullopt);
}

TEST_P(JobStoreTest, CountsAndOpenJobs) {
    const auto ended = add(job("a"));
    jobs.fail(lease_of(claim()), {JobState::failed, now, "x"}, now);
    const auto running = add(job("b"));
    claim();
    const auto queued = add(job("c"));
    const auto counts = jobs.counts();
    EXPECT_EQ(counts.at({JobKind::cut, JobState::failed}), 1);
    EXPECT_EQ(counts.at({JobKind::cut, JobState::running}), 1);
    EXPECT_EQ(counts.at({JobKind::cut, JobState::queued}), 1);
    EXPECT_EQ(counts.size(), 3);
    EXPECT_TRUE(jobs.has_open(running));
    EXPECT_TRUE(jobs.has_open(queued));
    EXPECT_FALSE(jobs.has_open(ended));
    EXPECT_FALSE(jobs.has_open(uuid()));
}

TEST_P(JobStoreTest, DeletesOldEndedJobsExceptTheLastOfEachLectureAndSnippet) {
    const Lecture lecture = finished("a", 1);  // download, transcribe, analyze: the last one stays
    const auto snippet = lectures.with_snippets(lecture.id)->snippets.at(0);
    cut(snippet.id, "v1");
    cut(snippet.id, "v2");
    add(job("open"));
    EXPECT_EQ(count("jobs"), 6);
    jobs.delete_ended(now);
    EXPECT_EQ(count("jobs"), 6) << "nothing is old yet";
    jobs.delete_ended(now + 1ms);
    EXPECT_EQ(count("jobs WHERE state = 'succeeded'"), 2);
    EXPECT_EQ(count("jobs WHERE state = 'queued'"), 1);
    EXPECT_TRUE(jobs.get(*lectures.get(lecture.id)->job_id).has_value());
    EXPECT_TRUE(jobs.get(*snippets.get(snippet.id)->task_id).has_value());
}

}  // namespace
}  // namespace lectern::storage::test
