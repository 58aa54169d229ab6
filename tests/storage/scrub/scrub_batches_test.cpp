#include "storage/files/file_content.hpp"
#include "storage/files/file_moves.hpp"
#include "storage/scrub/repair.hpp"
#include "tests/storage/batches/batch_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Downloads with the size and the SHA-256 of their files in their rows.
class ScrubBatchesTest : public BatchTest {
protected:
    void arrive(const Job& job, const std::string& name, const std::string& content) {
        write_file(state.root() / task_work_file(job.id), content);
        DownloadedFile file;
        file.name = name;
        file.bytes = static_cast<std::int64_t>(content.size());
        file.sha256 = sha256_of(state.open(task_work_file(job.id)).get());
        ASSERT_TRUE(downloads.finish(lease_of(job), file, now));
    }
    std::string arrived(const std::string& session, const std::string& name, const std::string& content) {
        const std::string task = add("ann", session, {name}).front();
        arrive(run(task), name, content);
        return task;
    }

    ScrubReport look() { return scrub(*database, state, {}); }
    static std::vector<std::string> told(const ScrubReport& report) {
        std::vector<std::string> lines;
        for (const Fault& fault : report.faults)
            lines.push_back(std::string(to_text(fault.kind)) + " " + fault.path);
        return lines;
    }
};
LECTERN_ON_BOTH_DRIVERS(ScrubBatchesTest);

TEST_P(ScrubBatchesTest, FilesWithPendingMovesAreComparedWhereTheyAre) {
    arrived("one", "a.mp4", "first");
    arrived("two", "a.mp4", "second");
    EXPECT_THAT(told(look()), IsEmpty()) << "still in work/";
    outbox.drain();
    EXPECT_THAT(told(look()), IsEmpty());
    ASSERT_TRUE(batches.merge("ann", "one", "two", now).has_value());
    EXPECT_THAT(told(look()), IsEmpty()) << "still in the folder of the second batch";
    EXPECT_EQ(look().pending.size(), 2);
    write_file(state.root() / "clients/ann/two/a.mp4", "secunda");
    EXPECT_THAT(told(look()), ElementsAre("wrong size clients/ann/one/a (2).mp4"));
    write_file(state.root() / "clients/ann/two/a.mp4", "second");
    move_file(state, "clients/ann/two/a.mp4", "clients/ann/one/a (2).mp4");
    EXPECT_THAT(told(look()), IsEmpty()) << "moved, but the operation is still pending";
    outbox.drain();
    EXPECT_TRUE(look().clean() && look().pending.empty());
    EXPECT_EQ(look().files, 2);
}

TEST_P(ScrubBatchesTest, RemovedBatchesAreNoFault) {
    arrived("one", "a.mp4", "first");
    outbox.drain();
    ASSERT_TRUE(batches.remove_batch("ann", "one", now).has_value());
    const std::string again = arrived("one", "a.mp4", "other");
    EXPECT_THAT(told(look()), IsEmpty()) << "the outbox removes the old file before the new one arrives";
    outbox.drain();
    EXPECT_THAT(told(look()), IsEmpty());
    ASSERT_TRUE(batches.remove_client("ann", now).has_value());
    EXPECT_THAT(told(look()), IsEmpty());
    EXPECT_EQ(look().files, 0);
}

TEST_P(ScrubBatchesTest, UnfinishedDownloadsKeepTheirBytes) {
    const std::string task = add("ann", "one", {"a"}).front();
    write_file(state.root() / task_work_file(task), "half");
    EXPECT_THAT(told(look()), IsEmpty());
    EXPECT_THAT(look().leftovers, IsEmpty());
    ASSERT_TRUE(batches.remove_client("ann", now).has_value());
    EXPECT_THAT(look().leftovers, ElementsAre(task_work_file(task)));
}

TEST_P(ScrubBatchesTest, ALostFileIsFetchedAgain) {
    const std::string task = arrived("one", "a.mp4", "first");
    outbox.drain();
    write_file(state.root() / "clients/ann/one/a.mp4", "frist");
    write_file(state.root() / "clients/ann/one/stray.mp4", "whose?");
    const auto report = repair(*database, state, {}, now, [this] { return uuid(); });
    EXPECT_THAT(told(report),
                ElementsAre("wrong content clients/ann/one/a.mp4", "orphan clients/ann/one/stray.mp4"));
    EXPECT_TRUE(look().clean());
    EXPECT_EQ(look().in_lost_and_found, 2);
    EXPECT_EQ(downloads.get(task)->status, DownloadStatus::failed);
    EXPECT_FALSE(downloads.get(task)->error.empty());

    const Job job = run(task);
    EXPECT_EQ(job.checkpoint, "");
    arrive(job, "a.mp4", "first");
    outbox.drain();
    EXPECT_TRUE(look().clean());
    EXPECT_EQ(content_of(task), "first");
}

}  // namespace
}  // namespace lectern::storage::test
