#include "storage/batches/download_store.hpp"

#include "tests/storage/batches/batch_fixture.hpp"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class DownloadStoreTest : public BatchTest {
protected:
    DownloadStatus status(const std::string& task) { return downloads.get(task).value().status; }
};
LECTERN_ON_BOTH_DRIVERS(DownloadStoreTest);

TEST_P(DownloadStoreTest, ATaskOfAnotherClientIsNotFound) {
    const std::string id = add("acme", "s", {"x"}).front();
    EXPECT_TRUE(downloads.get(id, "acme"));
    EXPECT_FALSE(downloads.get(id, "other"));
    EXPECT_FALSE(downloads.file(id, "other"));
    EXPECT_EQ(downloads.start(id, "other", now).error().code, ErrorCode::not_found);
    EXPECT_EQ(downloads.cancel(id, "other", now).error().code, ErrorCode::not_found);
    EXPECT_EQ(downloads.retry(id, "other", now).error().code, ErrorCode::not_found);
    EXPECT_TRUE(downloads.start(id, "acme", now).has_value());
}

TEST_P(DownloadStoreTest, StartsOnceAndRunsInTheOrderOfTheBatch) {
    const auto ids = add("acme", "s", {"a", "b", "c"});
    EXPECT_EQ(downloads.start(uuid(), {}, now).error().code, ErrorCode::not_found);
    EXPECT_TRUE(downloads.start(ids[1], {}, now).has_value());
    EXPECT_EQ(downloads.start(ids[1], {}, now).error().code, ErrorCode::conflict);
    EXPECT_EQ(status(ids[1]), DownloadStatus::queued);
    EXPECT_THAT(downloads.start_batch("acme", "s", now).value(), ElementsAre(ids[0], ids[2]));
    EXPECT_THAT(downloads.start_batch("acme", "s", now).value(), testing::IsEmpty());
    EXPECT_EQ(downloads.start_batch("acme", "t", now).error().code, ErrorCode::not_found);
    EXPECT_EQ(claim().id, ids[0]);
    EXPECT_EQ(status(ids[0]), DownloadStatus::running);
    EXPECT_EQ(downloads.start(ids[0], {}, now).error().code, ErrorCode::conflict);
    EXPECT_EQ(claim().id, ids[1]);
    EXPECT_EQ(claim().id, ids[2]);
}

TEST_P(DownloadStoreTest, ManyStartsAtOnceAreOneRun) {
    const std::string id = add("acme", "s", {"a"}).front();
    const auto other = open_again();
    DownloadStore beside(*other);
    std::atomic<int> started{0}, refused{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 20; ++i)
        threads.emplace_back([&, i] {
            const auto result = (i % 2 ? downloads : beside).start(id, {}, now);
            ++(result ? started : refused);
        });
    threads.clear();
    EXPECT_EQ(started, 1);
    EXPECT_EQ(refused, 19);
    EXPECT_EQ(count("jobs"), 1);
}

TEST_P(DownloadStoreTest, AFinishedFileGoesIntoTheFolderOfItsBatch) {
    const std::string id = add("acme", "s", {"a"}).front();
    const Job job = run(id);
    EXPECT_EQ(job.kind, JobKind::batch_download);
    EXPECT_TRUE(finish(job, "a.mp4", "bytes"));
    EXPECT_EQ(status(id), DownloadStatus::done);
    EXPECT_TRUE(on_disk().empty());
    EXPECT_EQ(content_of(id), "bytes") << "found although it has not moved yet";
    EXPECT_TRUE(downloads.work_file_wanted(id));
    EXPECT_EQ(outbox.drain(), 1);
    EXPECT_EQ(on_disk(), (std::map<std::string, std::string>{{"acme/s/a.mp4", "bytes"}}));
    EXPECT_EQ(content_of(id), "bytes");
    EXPECT_FALSE(downloads.work_file_wanted(id));
    const auto file = downloads.get(id).value().file.value();
    EXPECT_EQ(file.bytes, 5);
    EXPECT_EQ(file.sha256, "sha of bytes");
    EXPECT_EQ(file.made_at, now);
    EXPECT_EQ(downloads.start(id, {}, now).error().code, ErrorCode::conflict);
    EXPECT_THROW(finish(job, "a.mp4", "late"), LeaseLost);
}

TEST_P(DownloadStoreTest, EqualNamesAreBothKept) {
    for (const char* content : {"one", "two", "three"})
        done("acme", "s", "a.mp4", content);
    outbox.drain();
    EXPECT_EQ(on_disk(),
              (std::map<std::string, std::string>{
                  {"acme/s/a.mp4", "one"}, {"acme/s/a (2).mp4", "two"}, {"acme/s/a (3).mp4", "three"}}));
}

TEST_P(DownloadStoreTest, AFailedTaskGoesOnFromItsCheckpoint) {
    const std::string id = add("acme", "s", {"a"}).front();
    EXPECT_EQ(downloads.retry(id, {}, now).error().code, ErrorCode::conflict);
    const Job job = run(id);
    jobs.save_checkpoint(lease_of(job), R"({"have":10})", now);
    jobs.fail(lease_of(job), {JobState::failed, now, "No such file."}, now);
    const auto failed = downloads.get(id).value();
    EXPECT_EQ(failed.status, DownloadStatus::failed);
    EXPECT_EQ(failed.error, "No such file.");
    EXPECT_TRUE(downloads.work_file_wanted(id));
    ASSERT_TRUE(downloads.retry(id, {}, now).has_value());
    EXPECT_EQ(downloads.retry(id, {}, now).error().code, ErrorCode::conflict);
    const Job again = claim();
    EXPECT_EQ(again.id, id);
    EXPECT_EQ(again.attempt, 1);
    EXPECT_EQ(again.checkpoint, R"({"have":10})");
    EXPECT_EQ(downloads.get(id).value().error, "");
}

TEST_P(DownloadStoreTest, RunsOfOneTaskHaveOneSerialKey) {
    const auto ids = add("acme", "spring", {"a", "b"});
    const std::string key = run(ids[0]).serial_key;
    EXPECT_NE(key, "");
    EXPECT_NE(run(ids[1]).serial_key, key);
}

TEST_P(DownloadStoreTest, CancelsQueuedTasksAtOnceAndAsksRunningOnes) {
    const auto ids = add("acme", "s", {"a", "b"});
    EXPECT_EQ(downloads.cancel(ids[0], {}, now).error().code, ErrorCode::conflict);
    const Job running = run(ids[0]);
    downloads.start(ids[1], {}, now).value();
    EXPECT_TRUE(downloads.cancel(ids[1], {}, now).has_value());
    EXPECT_EQ(status(ids[1]), DownloadStatus::cancelled);
    EXPECT_EQ(downloads.cancel(ids[1], {}, now).error().code, ErrorCode::conflict);
    EXPECT_TRUE(downloads.cancel(ids[0], {}, now).has_value());
    EXPECT_EQ(status(ids[0]), DownloadStatus::running);
    EXPECT_TRUE(jobs.heartbeat(lease_of(running), 0.5, now, lease_length).cancel_requested);
    EXPECT_FALSE(finish(running, "a.mp4", "bytes")) << "the cancel came first";
    EXPECT_EQ(status(ids[0]), DownloadStatus::cancelled);
    EXPECT_FALSE(downloads.get(ids[0]).value().file);
    EXPECT_EQ(outbox.drain(), 0);
    EXPECT_TRUE(downloads.start(ids[0], {}, now).has_value());
}

TEST_P(DownloadStoreTest, ABusyHostDoesNotDelayOtherHosts) {
    const auto dead = add("acme", "s", {"a", "b"}, "dead.example");
    const auto good = add("acme", "t", {"c"}, "good.example");
    downloads.start_batch("acme", "s", now).value();
    downloads.start_batch("acme", "t", now).value();
    EXPECT_EQ(claim().host, "dead.example");
    const auto next = jobs.claim(boot, all_kinds, now, lease_length, {"dead.example", "worse.example"});
    ASSERT_TRUE(next);
    EXPECT_EQ(next->id, good[0]);
    EXPECT_FALSE(jobs.claim(boot, all_kinds, now, lease_length, {"dead.example"}));
    EXPECT_EQ(claim().id, dead[1]);
}

TEST_P(DownloadStoreTest, ABatchLeavesRoomForLectures) {
    LectureStore few(*database, 1);
    add("acme", "s", {"a", "b", "c"});
    downloads.start_batch("acme", "s", now).value();
    EXPECT_TRUE(few.create(recording("x"), uuid(), now).has_value());
    EXPECT_EQ(claim().kind, JobKind::download) << "and batches run after lectures";
}

TEST_P(DownloadStoreTest, EndedTasksKeepTheirJobs) {
    const std::string id = done("acme", "s", "a.mp4", "bytes");
    jobs.delete_ended(now + 24h);
    EXPECT_EQ(status(id), DownloadStatus::done);
}

}  // namespace
}  // namespace lectern::storage::test
