#include "tests/storage/batches/batch_fixture.hpp"

#include <functional>
#include <future>
#include <thread>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using Files = std::map<std::string, std::string>;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class BatchMergeTest : public BatchTest {};
LECTERN_ON_BOTH_DRIVERS(BatchMergeTest);

TEST_P(BatchMergeTest, MergeBringsTasksAndFilesTogether) {
    const auto one = done("acme", "s", "a.mp4", "one");
    const auto two = done("acme", "t", "a.mp4", "two");
    const auto three = done("acme", "t", "b.mp4", "three");
    const auto open = add("acme", "t", {"c"}).front();
    outbox.drain();
    ASSERT_TRUE(batches.merge("acme", "s", "t", now).has_value());
    EXPECT_FALSE(batches.batch("acme", "t"));
    EXPECT_THAT(names_in("acme", "s"), ElementsAre("a.mp4", "a (2).mp4", "b.mp4", "-"));
    EXPECT_EQ(content_of(two), "two") << "read while it moves";
    EXPECT_EQ(outbox.drain(), 3);
    EXPECT_EQ(on_disk(),
              (Files{{"acme/s/a.mp4", "one"}, {"acme/s/a (2).mp4", "two"}, {"acme/s/b.mp4", "three"}}));
    EXPECT_FALSE(std::filesystem::exists(state.root() / "clients/acme/t"));
    EXPECT_EQ(content_of(two), "two");
    EXPECT_EQ(content_of(three), "three");
    EXPECT_EQ(content_of(one), "one");
    EXPECT_TRUE(downloads.start(open, {}, now).has_value());
}

TEST_P(BatchMergeTest, MergeRefusesMissingBatches) {
    add("acme", "s", {"a"});
    add("other", "t", {"a"});
    EXPECT_EQ(batches.merge("acme", "s", "t", now).error().code, ErrorCode::not_found);
    EXPECT_EQ(batches.merge("acme", "t", "s", now).error().code, ErrorCode::not_found);
    EXPECT_EQ(batches.merge("nobody", "s", "t", now).error().code, ErrorCode::not_found);
    EXPECT_THAT(batches.batch("acme", "s").value().tasks, SizeIs(1));
    EXPECT_EQ(outbox.drain(), 0);
}

TEST_P(BatchMergeTest, OneOfTwoOppositeMergesSucceeds) {
    const auto other = open_again();
    BatchStore beside(*other);
    for (int round = 0; round < 10; ++round) {
        const std::string client = "c" + std::to_string(round);
        add(client, "s", {"a"});
        add(client, "t", {"b"});
        Result<> there{}, back{};
        {
            std::jthread thread([&] { there = batches.merge(client, "s", "t", now); });
            back = beside.merge(client, "t", "s", now);
        }
        EXPECT_NE(there.has_value(), back.has_value());
        EXPECT_EQ((there ? back : there).error().code, ErrorCode::not_found);
        EXPECT_THAT(batches.batch(client, there ? "s" : "t").value().tasks, SizeIs(2));
    }
}

TEST_P(BatchMergeTest, RunningDownloadsEndInTheMergedSession) {
    const auto first = add("acme", "s", {"a"}).front();
    const auto second = add("acme", "t", {"a"}).front();
    const Job in_first = run(first), in_second = run(second);
    ASSERT_TRUE(batches.merge("acme", "s", "t", now).has_value());
    EXPECT_TRUE(finish(in_second, "a.mp4", "two"));
    EXPECT_TRUE(finish(in_first, "a.mp4", "one"));
    outbox.drain();
    EXPECT_EQ(on_disk(), (Files{{"acme/s/a.mp4", "two"}, {"acme/s/a (2).mp4", "one"}}));
    EXPECT_TRUE(reports.empty());
}

TEST_P(BatchMergeTest, AFileThatHasNotMovedYetMovesOn) {
    const auto id = done("acme", "t", "a.mp4", "one");
    add("acme", "s", {"x"});
    add("acme", "r", {"x"});
    ASSERT_TRUE(batches.merge("acme", "s", "t", now).has_value());
    ASSERT_TRUE(batches.merge("acme", "r", "s", now).has_value());
    EXPECT_THAT(downloads.file(id).value().places,
                ElementsAre("work/task-" + id, "clients/acme/t/a.mp4", "clients/acme/s/a.mp4",
                            "clients/acme/r/a.mp4"));
    EXPECT_EQ(content_of(id), "one");
    outbox.drain();
    EXPECT_EQ(on_disk(), (Files{{"acme/r/a.mp4", "one"}}));
    EXPECT_TRUE(reports.empty()) << reports.front();
}

TEST_P(BatchMergeTest, AReusedNameIsNotConfusedWithTheOldFile) {
    const auto old = done("acme", "t", "a.mp4", "old");
    add("acme", "s", {"x"});
    outbox.drain();
    ASSERT_TRUE(batches.merge("acme", "s", "t", now).has_value());
    const auto fresh = done("acme", "t", "a.mp4", "fresh");
    EXPECT_EQ(content_of(old), "old");
    EXPECT_EQ(content_of(fresh), "fresh");
    ASSERT_TRUE(batches.remove_batch("acme", "t", now).has_value());
    const auto newest = done("acme", "t", "a.mp4", "newest");
    EXPECT_EQ(content_of(newest), "newest");
    outbox.drain();
    EXPECT_EQ(on_disk(), (Files{{"acme/s/a.mp4", "old"}, {"acme/t/a.mp4", "newest"}}));
}

TEST_P(BatchMergeTest, ManyFilesMoveInOneGo) {
    constexpr int many = 600;  // more than one group of the outbox
    std::vector<std::string> names(many);
    for (int i = 0; i < many; ++i)
        names[i] = "n" + std::to_string(i) + ".mp4";
    done("acme", "s", names.back(), "first");
    outbox.drain();
    add("acme", "t", names);
    for (const std::string& name : names)
        write_file(state.root() / "clients/acme/t" / name, name);
    database->write([](Transaction& tx) {  // as many finished downloads would
        tx.query({"test",
                  "UPDATE download_tasks SET file_name = name, file_plain = name, file_number = 1, "
                  "file_bytes = 1, "
                  "file_sha256 = '', file_made_at = 0 WHERE file_name IS NULL"},
                 {});
    });
    ASSERT_TRUE(batches.merge("acme", "s", "t", now).has_value());
    EXPECT_EQ(outbox.drain(), many + 1);
    const auto files = on_disk();
    EXPECT_THAT(files, SizeIs(many + 1));
    EXPECT_EQ(files.at("acme/s/n599.mp4"), "first");
    EXPECT_EQ(files.at("acme/s/n599 (2).mp4"), "n599.mp4");
    const auto merged = batches.batch("acme", "s").value();
    for (const DownloadTask& task : merged.tasks)
        ASSERT_TRUE(files.contains("acme/s/" + task.file.value().name));
    EXPECT_TRUE(reports.empty());
}

TEST_P(BatchMergeTest, NothingChangesABatchOfAClientThatIsNotLocked) {
    if (GetParam() == Driver::sqlite) GTEST_SKIP() << "SQLite has one writer at a time.";
    const auto other = open_again();
    BatchStore beside(*other);
    const std::function<bool()> changes[] = {
        [&] { return beside.remove_batch("c0", "s", now).has_value(); },
        [&] { return beside.merge("c1", "s", "t", now).has_value(); },
        [&] { return DownloadStore(*other).start_batch("c2", "s", now).has_value(); },
    };
    for (int i = 0; i < 3; ++i) {
        std::future<bool> changed;
        database->write([&](Transaction& tx) {
            const std::string client = "c" + std::to_string(i);
            tx.query({"test", "LOCK TABLE batches"});
            tx.query({"test", "INSERT INTO clients VALUES ($1, NULL, 1, 1)"}, {client});
            tx.query({"test",
                      "INSERT INTO batches (client_id, session_id, created_at, updated_at) VALUES ($1, 's', "
                      "1, 1), "
                      "($1, 't', 1, 1)"},
                     {client});
            changed = std::async(std::launch::async, changes[i]);
            // When the change waits for the table batches, it has already looked for the client.
            while (changed.wait_for(0s) != std::future_status::ready &&
                   other->query({"test", "SELECT 1 FROM pg_locks WHERE NOT granted"}).empty())
                std::this_thread::yield();
        });
        EXPECT_FALSE(changed.get()) << i;
    }
}

}  // namespace
}  // namespace lectern::storage::test
