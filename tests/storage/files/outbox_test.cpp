#include "storage/files/outbox.hpp"

#include "storage/files/layout.hpp"
#include "tests/storage/files/file_kit.hpp"
#include "tests/storage/store_fixture.hpp"

#include <fstream>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

namespace fs = std::filesystem;

class OutboxTest : public StoreTest {
protected:
    void put(const std::string& path) {
        database->write([&](Transaction& tx) { put_trash(tx, path, now); });
    }

    StateFolder state{folder.path() / "state", 0};
    std::vector<std::string> reports;
    Outbox outbox{*database, state, [this](const std::string& line) { reports.push_back(line); }};
};
LECTERN_ON_BOTH_DRIVERS(OutboxTest);

TEST_P(OutboxTest, CarriesOutWhatATransactionDecided) {
    const Lecture lecture = finished("a");
    const fs::path home = state.root() / lecture_folder(lecture.folder_name());
    write_file(home / "recording.mp4", "bytes");
    write_file(home / "clips/1-a.mp4", "bytes");
    EXPECT_EQ(outbox.drain(), 0);
    ASSERT_TRUE(lectures.remove(lecture.id, now).has_value());
    EXPECT_TRUE(fs::exists(home)) << "files go after the commit, not with it";
    EXPECT_EQ(outbox.drain(), 1);
    EXPECT_FALSE(fs::exists(home));
    EXPECT_EQ(outbox.drain(), 0);
    EXPECT_EQ(state.empty_trash(), 1);
    EXPECT_EQ(entries_in(state.root() / "trash"), 0);
}

TEST_P(OutboxTest, ARolledBackTransactionLeavesNoOperations) {
    EXPECT_THROW(database->write([&](Transaction& tx) {
        put_trash(tx, "lectures/1", now);
        throw std::domain_error("no");
    }),
                 std::domain_error);
    EXPECT_EQ(outbox.drain(), 0);
}

TEST_P(OutboxTest, GoesOnAfterACrashBetweenTheFilesAndTheRow) {
    write_file(state.root() / "lectures/1/clips/a.mp4", "bytes");
    put("lectures/1/clips/a.mp4");
    state.trash("lectures/1/clips/a.mp4");  // as if the process had died here
    EXPECT_EQ(outbox.drain(), 1);
    EXPECT_TRUE(reports.empty());
    EXPECT_TRUE(trashed().empty());
}

TEST_P(OutboxTest, AnOperationThatFailsIsReportedAndStaysWhileOthersGoOn) {
    write_file(state.root() / "lectures/2/recording.mp4", "bytes");
    write_file(state.root() / "blocked", "a file where a folder should be");
    put("blocked/file");
    put("lectures/2");
    EXPECT_EQ(outbox.drain(), 1);
    EXPECT_FALSE(fs::exists(state.root() / "lectures/2"));
    ASSERT_EQ(reports.size(), 1);
    EXPECT_THAT(reports[0], testing::HasSubstr("blocked/file"));
    EXPECT_THAT(trashed(), testing::ElementsAre("blocked/file"));
    fs::remove(state.root() / "blocked");
    EXPECT_EQ(outbox.drain(), 1);
    EXPECT_TRUE(trashed().empty());
}

TEST_P(OutboxTest, DrainsMoreThanOneBatch) {
    database->write([&](Transaction& tx) {
        for (int i = 0; i < 250; ++i)
            put_trash(tx, "lectures/" + std::to_string(i), now);
    });
    EXPECT_EQ(outbox.drain(), 250);
}

}  // namespace
}  // namespace lectern::storage::test
