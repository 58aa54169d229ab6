#include "storage/batches/batch_store.hpp"

#include "tests/storage/batches/batch_fixture.hpp"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class BatchesTest : public BatchTest {
protected:
    DownloadStatus status(const std::string& task) { return batches.task(task).value().status; }
};
LECTERN_ON_BOTH_DRIVERS(BatchesTest);

TEST_P(BatchesTest, KeepsTasksInOrderAndAddsToASession) {
    const auto first = add("acme", "spring", {"b", "a"});
    const auto second = add("acme", "spring", {"c"});
    add("acme", "autumn", {"d"});
    const auto client = batches.client("acme").value();
    EXPECT_EQ(client.client.id, "acme");
    EXPECT_FALSE(client.client.name);
    ASSERT_THAT(client.batches, SizeIs(2));
    EXPECT_EQ(client.batches[0].session_id, "spring");
    std::vector<std::string> ids;
    for (const DownloadTask& task : client.batches[0].tasks) {
        ids.push_back(task.id);
        EXPECT_EQ(task.status, DownloadStatus::created);
        EXPECT_EQ(task.client_id, "acme");
    }
    EXPECT_THAT(ids, ElementsAre(first[0], first[1], second[0]));
    EXPECT_EQ(client.batches[0].tasks[0].source_id, "id of b");
    EXPECT_EQ(batches.batch("acme", "autumn").value().tasks.front().name, "d");
    EXPECT_FALSE(batches.batch("acme", "winter"));
    EXPECT_FALSE(batches.client("other"));
}

TEST_P(BatchesTest, KeepsAThousandTasksInOneRequest) {
    std::vector<std::string> names;
    for (int i = 0; i < 1000; ++i)
        names.push_back("Lecture " + std::to_string(i));
    const auto ids = add("acme", "spring", names);
    const auto tasks = batches.batch("acme", "spring").value().tasks;
    ASSERT_THAT(tasks, SizeIs(1000));
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        ASSERT_EQ(tasks[i].id, ids[i]);
        ASSERT_EQ(tasks[i].name, names[i]);
    }
}

TEST_P(BatchesTest, NamesAndRenamesAClient) {
    batches.create("acme", "Acme", "s", {}, now);
    batches.create("acme", {}, "s", {}, now);
    EXPECT_EQ(batches.client("acme").value().client.name, "Acme");
    batches.create("acme", "Acme & Sons", "s", {}, now);
    EXPECT_EQ(batches.client("acme").value().client.name, "Acme & Sons");
}

TEST_P(BatchesTest, ListsClientsByPagesAndForOneCaller) {
    for (const char* id : {"c", "a", "b"}) {
        add(id, "s", {"x"});
        now += 1s;
    }
    const auto page = batches.clients(1, 1, {});
    EXPECT_EQ(page.total, 3);
    ASSERT_THAT(page.clients, SizeIs(1));
    EXPECT_EQ(page.clients.front().id, "a");
    const auto own = batches.clients(0, 10, "b");
    EXPECT_EQ(own.total, 1);
    ASSERT_THAT(own.clients, SizeIs(1));
    EXPECT_EQ(own.clients.front().id, "b");
}

TEST_P(BatchesTest, AForeignTaskDoesNotExist) {
    const std::string id = add("acme", "s", {"x"}).front();
    EXPECT_TRUE(batches.task(id, "acme"));
    EXPECT_FALSE(batches.task(id, "other"));
    EXPECT_FALSE(batches.file(id, "other"));
    EXPECT_EQ(batches.start(id, "other", now).error().code, ErrorCode::not_found);
    EXPECT_EQ(batches.cancel(id, "other", now).error().code, ErrorCode::not_found);
    EXPECT_EQ(batches.retry(id, "other", now).error().code, ErrorCode::not_found);
    EXPECT_TRUE(batches.start(id, "acme", now).has_value());
}

TEST_P(BatchesTest, StartsOnceAndRunsInTheOrderOfTheBatch) {
    const auto ids = add("acme", "s", {"a", "b", "c"});
    EXPECT_EQ(batches.start(uuid(), {}, now).error().code, ErrorCode::not_found);
    EXPECT_TRUE(batches.start(ids[1], {}, now).has_value());
    EXPECT_EQ(batches.start(ids[1], {}, now).error().code, ErrorCode::conflict);
    EXPECT_EQ(status(ids[1]), DownloadStatus::queued);
    EXPECT_THAT(batches.start_batch("acme", "s", now).value(), ElementsAre(ids[0], ids[2]));
    EXPECT_THAT(batches.start_batch("acme", "s", now).value(), testing::IsEmpty());
    EXPECT_EQ(batches.start_batch("acme", "t", now).error().code, ErrorCode::not_found);
    EXPECT_EQ(claim().id, ids[0]);
    EXPECT_EQ(status(ids[0]), DownloadStatus::running);
    EXPECT_EQ(batches.start(ids[0], {}, now).error().code, ErrorCode::conflict);
    EXPECT_EQ(claim().id, ids[1]);
    EXPECT_EQ(claim().id, ids[2]);
}

TEST_P(BatchesTest, ManyStartsAtOnceAreOneRun) {
    const std::string id = add("acme", "s", {"a"}).front();
    const auto other = open_again();
    BatchStore beside(*other);
    std::atomic<int> started{0}, refused{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 20; ++i)
        threads.emplace_back([&, i] {
            const auto result = (i % 2 ? batches : beside).start(id, {}, now);
            ++(result ? started : refused);
        });
    threads.clear();
    EXPECT_EQ(started, 1);
    EXPECT_EQ(refused, 19);
    EXPECT_EQ(count("jobs"), 1);
}

TEST_P(BatchesTest, AFinishedFileGoesIntoTheFolderOfItsBatch) {
    const std::string id = add("acme", "s", {"a"}).front();
    const Job job = run(id);
    EXPECT_EQ(job.kind, JobKind::batch_download);
    EXPECT_TRUE(finish(job, "a.mp4", "bytes"));
    EXPECT_EQ(status(id), DownloadStatus::done);
    EXPECT_TRUE(on_disk().empty());
    EXPECT_EQ(content_of(id), "bytes") << "found although it has not moved yet";
    EXPECT_TRUE(batches.work_file_wanted(id));
    EXPECT_EQ(outbox.drain(), 1);
    EXPECT_EQ(on_disk(), (std::map<std::string, std::string>{{"acme/s/a.mp4", "bytes"}}));
    EXPECT_EQ(content_of(id), "bytes");
    EXPECT_FALSE(batches.work_file_wanted(id));
    const auto file = batches.task(id).value().file.value();
    EXPECT_EQ(file.bytes, 5);
    EXPECT_EQ(file.sha256, "sha of bytes");
    EXPECT_EQ(file.made_at, now);
    EXPECT_EQ(batches.start(id, {}, now).error().code, ErrorCode::conflict);
    EXPECT_THROW(finish(job, "a.mp4", "late"), LeaseLost);
}

TEST_P(BatchesTest, EqualNamesAreBothKept) {
    for (const char* content : {"one", "two", "three"})
        done("acme", "s", "a.mp4", content);
    outbox.drain();
    EXPECT_EQ(on_disk(),
              (std::map<std::string, std::string>{
                  {"acme/s/a.mp4", "one"}, {"acme/s/a (2).mp4", "two"}, {"acme/s/a (3).mp4", "three"}}));
}

TEST_P(BatchesTest, AFailedTaskGoesOnFromItsCheckpoint) {
    const std::string id = add("acme", "s", {"a"}).front();
    EXPECT_EQ(batches.retry(id, {}, now).error().code, ErrorCode::conflict);
    const Job job = run(id);
    jobs.save_checkpoint(lease_of(job), R"({"have":10})", now);
    jobs.fail(lease_of(job), {JobState::failed, now, "No such file."}, now);
    const auto failed = batches.task(id).value();
    EXPECT_EQ(failed.status, DownloadStatus::failed);
    EXPECT_EQ(failed.error, "No such file.");
    EXPECT_TRUE(batches.work_file_wanted(id));
    ASSERT_TRUE(batches.retry(id, {}, now).has_value());
    EXPECT_EQ(batches.retry(id, {}, now).error().code, ErrorCode::conflict);
    const Job again = claim();
    EXPECT_EQ(again.id, id);
    EXPECT_EQ(again.attempt, 1);
    EXPECT_EQ(again.checkpoint, R"({"have":10})");
    EXPECT_EQ(batches.task(id).value().error, "");
}

TEST_P(BatchesTest, RunsOfOneTaskAreOneStrand) {
    const auto ids = add("acme", "spring", {"a", "b"});
    const std::string key = run(ids[0]).serial_key;
    EXPECT_NE(key, "");
    EXPECT_NE(run(ids[1]).serial_key, key);
}

TEST_P(BatchesTest, CancelsQueuedTasksAtOnceAndAsksRunningOnes) {
    const auto ids = add("acme", "s", {"a", "b"});
    EXPECT_EQ(batches.cancel(ids[0], {}, now).error().code, ErrorCode::conflict);
    const Job running = run(ids[0]);
    batches.start(ids[1], {}, now).value();
    EXPECT_TRUE(batches.cancel(ids[1], {}, now).has_value());
    EXPECT_EQ(status(ids[1]), DownloadStatus::cancelled);
    EXPECT_EQ(batches.cancel(ids[1], {}, now).error().code, ErrorCode::conflict);
    EXPECT_TRUE(batches.cancel(ids[0], {}, now).has_value());
    EXPECT_EQ(status(ids[0]), DownloadStatus::running);
    EXPECT_TRUE(jobs.heartbeat(lease_of(running), 0.5, now, lease_length).cancel_requested);
    EXPECT_FALSE(finish(running, "a.mp4", "bytes")) << "the wish came first";
    EXPECT_EQ(status(ids[0]), DownloadStatus::cancelled);
    EXPECT_FALSE(batches.task(ids[0]).value().file);
    EXPECT_EQ(outbox.drain(), 0);
    EXPECT_TRUE(batches.start(ids[0], {}, now).has_value());
}

TEST_P(BatchesTest, ABusyHostKeepsNobodyElseWaiting) {
    const auto dead = add("acme", "s", {"a", "b"}, "dead.example");
    const auto good = add("acme", "t", {"c"}, "good.example");
    batches.start_batch("acme", "s", now).value();
    batches.start_batch("acme", "t", now).value();
    EXPECT_EQ(claim().host, "dead.example");
    const auto next = jobs.claim(boot, all_kinds, now, lease_length, {"dead.example", "worse.example"});
    ASSERT_TRUE(next);
    EXPECT_EQ(next->id, good[0]);
    EXPECT_FALSE(jobs.claim(boot, all_kinds, now, lease_length, {"dead.example"}));
    EXPECT_EQ(claim().id, dead[1]);
}

TEST_P(BatchesTest, ABatchLeavesRoomForLectures) {
    LectureStore few(*database, 1);
    add("acme", "s", {"a", "b", "c"});
    batches.start_batch("acme", "s", now).value();
    EXPECT_TRUE(few.create(recording("x"), uuid(), now).has_value());
    EXPECT_EQ(claim().kind, JobKind::download) << "and goes after them";
}

TEST_P(BatchesTest, EndedTasksKeepTheirJobs) {
    const std::string id = done("acme", "s", "a.mp4", "bytes");
    jobs.forget_ended(now + 24h);
    EXPECT_EQ(status(id), DownloadStatus::done);
}

}  // namespace
}  // namespace lectern::storage::test
