#include "storage/batches/batch_store.hpp"

#include "tests/storage/batches/batch_fixture.hpp"

#include <thread>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using Files = std::map<std::string, std::string>;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class BatchStoreTest : public BatchTest {};
LECTERN_ON_BOTH_DRIVERS(BatchStoreTest);

TEST_P(BatchStoreTest, KeepsTasksInOrderAndAddsToASession) {
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

TEST_P(BatchStoreTest, KeepsAThousandTasksInOneRequest) {
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

TEST_P(BatchStoreTest, NamesAndRenamesAClient) {
    batches.create("acme", "Acme", "s", {}, now);
    batches.create("acme", {}, "s", {}, now);
    EXPECT_EQ(batches.client("acme").value().client.name, "Acme");
    batches.create("acme", "Acme & Sons", "s", {}, now);
    EXPECT_EQ(batches.client("acme").value().client.name, "Acme & Sons");
}

TEST_P(BatchStoreTest, ListsClientsByPagesAndForOneCaller) {
    for (const char* id : {"c", "a", "b"}) {
        add(id, "s", {"x"});
        now += 1s;
    }
    const auto page = batches.clients(1, 1, {});
    EXPECT_EQ(page.total, 3);
    ASSERT_THAT(page.items, SizeIs(1));
    EXPECT_EQ(page.items.front().id, "a");
    const auto own = batches.clients(0, 10, "b");
    EXPECT_EQ(own.total, 1);
    ASSERT_THAT(own.items, SizeIs(1));
    EXPECT_EQ(own.items.front().id, "b");
}

TEST_P(BatchStoreTest, RemovingASessionTakesItsJobsAndFiles) {
    const auto gone = done("acme", "s", "a.mp4", "one");
    const auto kept = done("acme", "t", "a.mp4", "two");
    outbox.drain();
    const auto ids = add("acme", "s", {"b", "c"});
    const Job running = run(ids[0]);
    write_file(state.root() / task_work_file(ids[0]), "half");
    const auto fresh = done("acme", "s", "late.mp4", "not moved yet");
    downloads.start(ids[1], {}, now).value();
    EXPECT_THAT(batches.remove_batch("acme", "s", now).value(), ElementsAre(ids[0]));
    for (const std::string& id : {gone, ids[0], ids[1], fresh})
        EXPECT_FALSE(downloads.get(id));
    EXPECT_EQ(count("jobs"), 1);
    EXPECT_THROW(finish(running, "b.mp4", "late"), LeaseLost);
    EXPECT_EQ(batches.remove_batch("acme", "s", now).error().code, ErrorCode::not_found);
    outbox.drain();
    EXPECT_EQ(on_disk(), (Files{{"acme/t/a.mp4", "two"}}));
    EXPECT_FALSE(downloads.work_file_wanted(ids[0]));
    EXPECT_EQ(entries_in(state.root() / "work"), 0);
    EXPECT_EQ(content_of(kept), "two");
    EXPECT_TRUE(reports.empty());
}

TEST_P(BatchStoreTest, RemovingAClientLeavesNoRowsOrFiles) {
    done("acme", "s", "a.mp4", "one");
    done("acme", "t", "a.mp4", "two");
    done("other", "s", "a.mp4", "three");
    const Job running = run(add("acme", "t", {"b"}).front());
    EXPECT_THAT(batches.remove_client("acme", now).value(), ElementsAre(running.id));
    EXPECT_FALSE(batches.client("acme"));
    EXPECT_EQ(batches.remove_client("acme", now).error().code, ErrorCode::not_found);
    outbox.drain();
    EXPECT_EQ(on_disk(), (Files{{"other/s/a.mp4", "three"}}));
    EXPECT_FALSE(std::filesystem::exists(state.root() / "clients/acme"));
    EXPECT_EQ(count("batches"), 1);
    EXPECT_EQ(count("download_tasks"), 1);
}

TEST_P(BatchStoreTest, RemovingWhileOthersAddEndsWithAllOrNothing) {
    const auto other = open_again();
    for (int round = 0; round < 10; ++round) {
        const std::string client = "c" + std::to_string(round);
        const auto ids = add(client, "s", {"a"});
        {
            std::jthread thread([&] { (void)DownloadStore(*other).start(ids[0], {}, now); });
            (void)batches.remove_batch(client, "s", now);
        }
        EXPECT_FALSE(downloads.get(ids[0]));
    }
    EXPECT_EQ(count("jobs"), 0) << "no job without its task";
}

TEST_P(BatchStoreTest, UnfinishedFilesAreRemovedWhateverTheAttemptCount) {
    const AfterFailure ends[] = {{JobState::queued, now + 60s, "The disk is full.", true},
                                 {JobState::failed, now, "No answer."},
                                 {JobState::queued, now, "No answer."}};
    for (const AfterFailure& end : ends) {
        const auto id = add("acme", "s", {"a"}).front();
        const Job job = run(id);
        const std::string file = state.root() / task_work_file(id), parts = file + ".parts";
        write_file(file, "half of it");
        write_file(parts, "its pieces");
        jobs.fail(lease_of(job), end, now);
        if (end.state == JobState::failed) downloads.retry(id, {}, now).value();
        ASSERT_TRUE(batches.remove_batch("acme", "s", now).has_value());
        outbox.drain();
        EXPECT_FALSE(std::filesystem::exists(file)) << end.error;
        EXPECT_FALSE(std::filesystem::exists(parts)) << end.error;
    }
}

TEST_P(BatchStoreTest, TasksThatNeverRanHaveNoFilesToRemove) {
    downloads.start(add("acme", "s", {"a"}).front(), {}, now).value();
    ASSERT_TRUE(batches.remove_batch("acme", "s", now).has_value());
    EXPECT_THAT(trashed(), ElementsAre("clients/acme/s"));
}

}  // namespace
}  // namespace lectern::storage::test
