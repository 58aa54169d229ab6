#include "storage/batches/batch_store.hpp"
#include "storage/classrooms/classroom_store.hpp"
#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ChangesTest : public StoreTest {
protected:
    void listen() {
        database->changes().subscribe([this](const Changes& changes, Certainty) {
            const auto ids = lectures_of(changes);
            told.emplace_back(ids.begin(), ids.end());
            names_then.push_back(count("lectures WHERE name = 'new'"));
        });
    }
    void rename(Transaction& tx, std::int64_t id) {
        tx.query({"test", "UPDATE lectures SET name = 'new' WHERE id = $1"}, {id});
        tx.touch(Topic::lecture, id);
    }

    std::vector<std::vector<std::int64_t>> told;
    std::vector<std::int64_t> names_then;  // what other connections could read at that time
};
LECTERN_ON_BOTH_DRIVERS(ChangesTest);

TEST_P(ChangesTest, AreToldAfterTheCommitAndBeforeTheWriteReturns) {
    const auto first = create("a").id;
    const auto second = create("b").id;
    listen();
    database->write([&](Transaction& tx) {
        rename(tx, first);
        rename(tx, second);
        rename(tx, first);
        EXPECT_THAT(told, IsEmpty());
    });
    EXPECT_THAT(told, ElementsAre(ElementsAre(first, second)));
    EXPECT_THAT(names_then, ElementsAre(2));
}

TEST_P(ChangesTest, NothingIsToldOfWritesThatTouchNothingOrAreRolledBack) {
    const auto id = create("a").id;
    listen();
    database->write([&](Transaction& tx) { tx.query({"test", "DELETE FROM tokens"}); });
    EXPECT_THROW(database->write([&](Transaction& tx) {
        rename(tx, id);
        throw std::runtime_error("undo");
    }),
                 std::runtime_error);
    EXPECT_THAT(told, IsEmpty());
}

TEST_P(ChangesTest, AFailedCommitIsToldToo) {
    const auto id = create("a").id;
    listen();
    database->write([&](Transaction& tx) {
        tx.query({"test", "CREATE TABLE parent (id INTEGER PRIMARY KEY)"});
        tx.query(
            {"test", "CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)"});
    });
    EXPECT_ANY_THROW(database->write([&](Transaction& tx) {
        rename(tx, id);
        tx.query({"test", "INSERT INTO child (id) VALUES (1)"});  // the commit will refuse it
    }));
    EXPECT_THAT(told, ElementsAre(ElementsAre(id)));
    EXPECT_THAT(names_then, ElementsAre(0));
}

TEST_P(ChangesTest, AHeartbeatIsToldWhenItMovesTheProgress) {
    const auto id = create("a").id;
    const Lease lease = lease_of(claim());
    listen();
    jobs.heartbeat(lease, 0.25, now, lease_length);
    EXPECT_THAT(told, ElementsAre(ElementsAre(id)));
    jobs.heartbeat(lease, 0.25, now + 1s, lease_length);
    EXPECT_THAT(told, testing::SizeIs(1));
    jobs.heartbeat(lease, 0.5, now + 2s, lease_length);
    EXPECT_THAT(told, testing::SizeIs(2));
}

TEST_P(ChangesTest, ClassroomsAndClientsAreTold) {
    Changes all;
    database->changes().subscribe(
        [&](const Changes& changes, Certainty) { all.insert(changes.begin(), changes.end()); });
    Classroom room;
    room.id = "room";
    ClassroomStore(*database).create(room, {}, {});
    BatchStore batches(*database);
    batches.create("acme", {}, "autumn", {}, now);
    EXPECT_EQ(all, (Changes{{Topic::classroom, "room"}, {Topic::client, "acme"}}));
    all.clear();
    ClassroomChange change;
    change.name = "other";
    ClassroomStore(*database).change("room", change, now).value();
    batches.remove_client("acme", now).value();
    EXPECT_EQ(all, (Changes{{Topic::classroom, "room"}, {Topic::client, "acme"}}));
}

}  // namespace
}  // namespace lectern::storage::test
