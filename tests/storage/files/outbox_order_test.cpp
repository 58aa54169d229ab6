// Moves, links and removals with one serial key: they run in order, are repeated after interruptions, and
// wait behind an operation that failed.
#include "storage/files/outbox.hpp"
#include "tests/storage/files/file_kit.hpp"
#include "tests/storage/store_fixture.hpp"

#include <array>
#include <cerrno>
#include <functional>
#include <future>
#include <set>
#include <utility>

#include <gmock/gmock.h>
#include <sys/stat.h>

namespace lectern::storage::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// fsync fails for folders whose number is in here.
std::set<ino_t> broken_folders;
int broken_with = EIO;
int syncs = 0;
std::function<void()> in_next_sync;

int sync_or_fail(int fd) {
    struct stat facts {};
    fstat(fd, &facts);
    ++syncs;
    if (const auto work = std::exchange(in_next_sync, {})) work();
    if (!broken_folders.contains(facts.st_ino)) return ::fsync(fd);
    errno = broken_with;
    return -1;
}

class OutboxOrderTest : public StoreTest {
protected:
    OutboxOrderTest() {
        broken_folders.clear();
        broken_with = EIO;
        syncs = 0;
    }
    ~OutboxOrderTest() override { broken_folders.clear(); }

    void file(const std::string& path, const std::string& content) {
        write_file(state.root() / path, content);
    }
    std::string content(const std::string& path) { return read_file(state.root() / path); }
    bool there(const std::string& path) { return fs::exists(state.root() / path); }
    void break_folder(const std::string& path) {
        struct stat facts {};
        ASSERT_EQ(::stat((state.root() / path).c_str(), &facts), 0);
        broken_folders.insert(facts.st_ino);
    }
    void move(const std::string& from, const std::string& to, const std::string& serial_key = "s") {
        database->write([&](Transaction& tx) {
            put_moves(tx, std::array{std::pair{from, to}}, now, serial_key);
        });
    }
    void link(const std::string& from, const std::string& to) {
        database->write([&](Transaction& tx) { put_link(tx, from, to, now, "s"); });
    }
    void trash(const std::string& path) {
        database->write([&](Transaction& tx) { put_trash(tx, path, now, "s"); });
    }
    void rmdir(const std::string& path) {
        database->write([&](Transaction& tx) { put_rmdir(tx, path, now, "s"); });
    }
    // Carries out the operations, but their rows stay, as if the process had died before the commit.
    void drain_and_die() {
        database->write([](Transaction& tx) {
            tx.query({"test", "CREATE TABLE witnesses (op BIGINT REFERENCES file_ops (id))"});
            tx.query({"test", "INSERT INTO witnesses SELECT id FROM file_ops"});
        });
        EXPECT_ANY_THROW(outbox.drain());
        database->write([](Transaction& tx) { tx.query({"test", "DROP TABLE witnesses"}); });
    }
    std::vector<std::string> places(const std::string& path) {
        std::vector<std::string> found;
        database->read([&](Transaction& tx) { found = places_of(tx, path); });
        return found;
    }

    StateFolder state{folder.path() / "state", 0, &sync_or_fail};
    std::vector<std::string> reports;
    Outbox outbox{*database, state, [this](const std::string& line) { reports.push_back(line); }};
};
LECTERN_ON_BOTH_DRIVERS(OutboxOrderTest);

TEST_P(OutboxOrderTest, MovesIntoFoldersThatItMakes) {
    file("work/a", "bytes");
    move("work/a", "clients/c/s/a.mp4");
    EXPECT_THAT(places("clients/c/s/a.mp4"), ElementsAre("work/a", "clients/c/s/a.mp4"));
    EXPECT_TRUE(is_waited_for(*database, "work/a"));
    EXPECT_THAT(outbox.serial_keys(), ElementsAre("s"));
    EXPECT_EQ(outbox.drain("other"), 0);
    EXPECT_EQ(outbox.drain("s"), 1);
    EXPECT_EQ(content("clients/c/s/a.mp4"), "bytes");
    EXPECT_FALSE(there("work/a"));
    EXPECT_THAT(places("clients/c/s/a.mp4"), ElementsAre("clients/c/s/a.mp4"));
    EXPECT_FALSE(is_waited_for(*database, "work/a"));
    EXPECT_THAT(outbox.serial_keys(), IsEmpty());
}

TEST_P(OutboxOrderTest, KeepsTheOrderOfItsSerialKey) {
    file("work/old", "old");
    file("work/new", "new");
    move("work/old", "clients/c/s/a");
    trash("clients/c/s");
    move("work/new", "clients/c/s/a");
    move("clients/c/s/a", "clients/c/t/a");
    rmdir("clients/c/s");
    EXPECT_THAT(places("clients/c/t/a"), ElementsAre("work/new", "clients/c/s/a", "clients/c/t/a"));
    EXPECT_EQ(outbox.drain(), 5);
    EXPECT_EQ(content("clients/c/t/a"), "new");
    EXPECT_FALSE(there("clients/c/s"));
    EXPECT_THAT(reports, IsEmpty());
}

TEST_P(OutboxOrderTest, RepeatedAfterACrashTheResultIsTheSame) {
    file("work/a", "bytes");
    file("clients/c/t/b", "more");
    move("work/a", "clients/c/s/a");
    move("clients/c/t/b", "clients/c/s/b");
    link("clients/c/s/a", "lectures/1/recording");
    rmdir("clients/c/t");
    // The process died after all operations were done and before a row was deleted.
    fs::create_directories(state.root() / "clients/c/s");
    fs::create_directories(state.root() / "lectures/1");
    fs::rename(state.root() / "work/a", state.root() / "clients/c/s/a");
    fs::rename(state.root() / "clients/c/t/b", state.root() / "clients/c/s/b");
    fs::create_hard_link(state.root() / "clients/c/s/a", state.root() / "lectures/1/recording");
    fs::remove(state.root() / "clients/c/t");
    EXPECT_EQ(outbox.drain(), 4);
    EXPECT_EQ(content("clients/c/s/a"), "bytes");
    EXPECT_EQ(content("clients/c/s/b"), "more");
    EXPECT_EQ(content("lectures/1/recording"), "bytes");
    EXPECT_EQ(fs::hard_link_count(state.root() / "clients/c/s/a"), 2);
    EXPECT_THAT(reports, IsEmpty());
}

TEST_P(OutboxOrderTest, AFolderTrashedAgainAfterACrashHasNothingNewInIt) {
    file("clients/c/s/old", "old");
    file("work/a", "bytes");
    trash("clients/c/s");
    move("work/a", "clients/c/s/a");
    drain_and_die();
    EXPECT_FALSE(there("clients/c/s/old"));
    EXPECT_EQ(outbox.drain(), 2);
    EXPECT_EQ(content("clients/c/s/a"), "bytes");
    EXPECT_THAT(reports, IsEmpty());
}

TEST_P(OutboxOrderTest, ALinkStaysWhenTheOtherNameGoes) {
    file("clients/c/s/a", "bytes");
    link("clients/c/s/a", "lectures/1/recording");
    trash("clients/c/s");
    EXPECT_EQ(outbox.drain(), 2);
    state.empty_trash();
    EXPECT_EQ(content("lectures/1/recording"), "bytes");
}

TEST_P(OutboxOrderTest, NeverReplacesAFile) {
    file("work/a", "ours");
    file("clients/c/s/a", "a stranger's");
    move("work/a", "clients/c/s/a");
    EXPECT_EQ(outbox.drain(), 0);
    EXPECT_EQ(content("work/a"), "ours");
    EXPECT_EQ(content("clients/c/s/a"), "a stranger's");
    EXPECT_THAT(reports, ElementsAre(HasSubstr("cannot move work/a")));
    fs::remove(state.root() / "clients/c/s/a");
    EXPECT_EQ(outbox.drain(), 1);
    EXPECT_EQ(content("clients/c/s/a"), "ours");
}

TEST_P(OutboxOrderTest, AFailureHoldsBackOnlyOperationsInItsFolders) {
    file("work/a", "a");
    file("work/b", "b");
    file("clients/c/s", "a file where a folder should be");
    move("work/a", "clients/c/s/a");
    trash("clients/c/s");  // must wait: its turn is after the move
    move("work/b", "clients/c/t/b");
    rmdir("clients/c");
    EXPECT_EQ(outbox.drain(), 1);
    EXPECT_EQ(content("clients/c/t/b"), "b");
    EXPECT_TRUE(there("clients/c/s"));
    EXPECT_EQ(reports.size(), 3);
    fs::remove(state.root() / "clients/c/s");
    EXPECT_EQ(outbox.drain(), 3);
    EXPECT_FALSE(there("work/a"));
    EXPECT_FALSE(there("clients/c/s"));
}

TEST_P(OutboxOrderTest, AnOperationWithoutItsFileIsGivenUp) {
    file("work/b", "b");
    move("work/a", "clients/c/s/a");
    link("clients/c/s/a", "lectures/1/recording");
    move("work/b", "clients/c/s/b");
    EXPECT_EQ(outbox.drain(), 3);
    EXPECT_THAT(reports, ElementsAre(HasSubstr("gave up to move work/a"), HasSubstr("gave up to link")));
    EXPECT_EQ(content("clients/c/s/b"), "b");
}

TEST_P(OutboxOrderTest, AnOperationWithAFailedFsyncIsRepeated) {
    file("work/a", "a");
    file("work/b", "b");
    fs::create_directories(state.root() / "clients/c/s");
    break_folder("clients/c/s");
    move("work/a", "clients/c/s/a");
    move("work/b", "clients/c/t/b");
    EXPECT_EQ(outbox.drain(), 1) << "the other folder works";
    EXPECT_THAT(reports, ElementsAre(HasSubstr("fsync")));
    EXPECT_THAT(places("clients/c/s/a"), ElementsAre("work/a", "clients/c/s/a"));
    EXPECT_EQ(outbox.drain(), 0);
    broken_folders.clear();
    EXPECT_EQ(outbox.drain(), 1);
    EXPECT_EQ(content("clients/c/s/a"), "a");
}

TEST_P(OutboxOrderTest, SettleThrowsWhenTheDiskIsFull) {
    file("work/a", "a");
    fs::create_directories(state.root() / "clients/c/s");
    break_folder("clients/c/s");
    move("work/a", "clients/c/s/a");
    EXPECT_FALSE(outbox.settle("clients/c/s/a"));
    broken_with = ENOSPC;
    EXPECT_THROW(outbox.settle("clients/c/s/a"), StorageFull);
    EXPECT_EQ(outbox.drain(), 0) << "drain does not throw";
    broken_with = EIO;
    EXPECT_FALSE(outbox.settle("clients/c/s/a"));
    broken_folders.clear();
    EXPECT_TRUE(outbox.settle("clients/c/s/a"));
}

TEST_P(OutboxOrderTest, ASecondDrainLeavesItsWorkToTheFirst) {
    using namespace std::chrono_literals;
    file("work/a", "a");
    file("work/b", "b");
    move("work/a", "clients/c/s/a");
    std::future<std::int64_t> second;
    bool had_to_wait = false;
    in_next_sync = [&] {
        move("work/b", "clients/c/s/b");
        second = std::async(std::launch::async, [&] { return outbox.drain("s"); });
        had_to_wait = second.wait_for(60s) != std::future_status::ready;
    };
    EXPECT_EQ(outbox.drain("s"), 2);
    EXPECT_FALSE(had_to_wait);
    EXPECT_EQ(second.get(), 0);
    EXPECT_EQ(content("clients/c/s/b"), "b");
}

TEST_P(OutboxOrderTest, AThousandMovesCostFewSyncs) {
    std::vector<std::pair<std::string, std::string>> moves;
    for (int i = 0; i < 1000; ++i) {
        moves.emplace_back("clients/c/t/" + std::to_string(i), "clients/c/s/" + std::to_string(i));
        file(moves.back().first, "bytes");
    }
    database->write([&](Transaction& tx) { put_moves(tx, moves, now, "s"); });
    syncs = 0;
    EXPECT_EQ(outbox.drain(), 1000);
    EXPECT_LE(syncs, 10);
    EXPECT_EQ(entries_in(state.root() / "clients/c/s"), 1000);
}

TEST_P(OutboxOrderTest, MovesTheRowsOfAQuery) {
    for (const char* name : {"a", "b"})
        file(std::string("clients/c/t/") + name, name);
    database->write([&](Transaction& tx) {
        put_moves_of(
            tx,
            {"test.moves",
             "SELECT $3 || v.column1 AS path, $4 || v.column1 AS target FROM (VALUES ('a'), ('b')) AS v"},
            {std::string("clients/c/t/"), std::string("clients/c/s/")}, now, "s");
    });
    EXPECT_TRUE(outbox.has_more_than(1, "s"));
    EXPECT_FALSE(outbox.has_more_than(2, "s"));
    EXPECT_FALSE(outbox.has_more_than(0, "other"));
    EXPECT_THAT(places("clients/c/s/a"), ElementsAre("clients/c/t/a", "clients/c/s/a"));
    EXPECT_EQ(outbox.drain("s"), 2);
    EXPECT_EQ(content("clients/c/s/a"), "a");
    EXPECT_EQ(content("clients/c/s/b"), "b");
}

TEST_P(OutboxOrderTest, KnowsTheSerialKeyOfAnArrivingFile) {
    file("clients/c/s/a", "bytes");
    link("clients/c/s/a", "lectures/1/recording");
    const auto serial_key = [&] {
        std::string found;
        database->read([&](Transaction& tx) { found = serial_key_of_arrival(tx, "lectures/1/recording"); });
        return found;
    };
    EXPECT_EQ(serial_key(), "s");
    outbox.drain();
    EXPECT_EQ(serial_key(), "");
}

}  // namespace
}  // namespace lectern::storage::test
