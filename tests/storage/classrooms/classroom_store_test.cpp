#include "storage/classrooms/classroom_store.hpp"

#include "tests/storage/classrooms/classroom_fixture.hpp"

#include <thread>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::ElementsAre;

class ClassroomStoreTest : public ClassroomTest {};
LECTERN_ON_BOTH_DRIVERS(ClassroomStoreTest);

TEST_P(ClassroomStoreTest, ComeBackAsTheyWereMade) {
    const Classroom algebra = room("Toán 'A1'");
    const Classroom found = classrooms.get(algebra.id).value();
    EXPECT_EQ(found.name, "Toán 'A1'");
    EXPECT_EQ(found.timezone, "Asia/Ho_Chi_Minh");
    EXPECT_EQ(found.meeting, algebra.meeting);
    EXPECT_EQ(found.created_at, now);
    EXPECT_EQ(classrooms.get(uuid()), std::nullopt);

    NewClassSessions wanted = sessions({slot(7, 12)});
    wanted.details = {
        "Limits", "First\nsecond",         "Room 5", "Ada", {"https://meet.example/a", "7", "p"},
        25,       ClassSessionStatus::done};
    const auto added = class_sessions.add_one(algebra.id, wanted, {}, now + 1s).value();
    const ClassSession read = class_sessions.get(algebra.id, added.sessions.at(0).id).value();
    EXPECT_EQ(read.details, wanted.details);
    EXPECT_EQ(read.start, slot(7, 12).start);
    EXPECT_EQ(read.end, slot(7, 12).end);
    EXPECT_EQ(read.sequence, 0);
    EXPECT_EQ(read.created_at, now + 1s);
    EXPECT_EQ(class_sessions.get(room().id, read.id), std::nullopt) << "of another classroom";
}

TEST_P(ClassroomStoreTest, AreChanged) {
    const Classroom algebra = room();
    ClassroomChange change;
    change.name = "Geometry";
    change.meeting_pass = "";
    classrooms.change(algebra.id, change, now + 1s).value();
    change = {};
    change.timezone = "UTC";
    const Classroom changed = classrooms.change(algebra.id, change, now + 2s).value();
    const Classroom read = classrooms.get(algebra.id).value();
    for (const Classroom& one : {changed, read}) {
        EXPECT_EQ(one.name, "Geometry");
        EXPECT_EQ(one.timezone, "UTC");
        EXPECT_EQ(one.meeting, (Meeting{"https://zoom.us/j/1", "1", ""}));
        EXPECT_EQ(one.created_at, now);
        EXPECT_EQ(one.updated_at, now + 2s);
    }
    EXPECT_EQ(classrooms.change(uuid(), change, now).error().code, ErrorCode::not_found);
}

TEST_P(ClassroomStoreTest, ANewNameIsAChangeOfEachSession) {
    const Classroom algebra = room(), physics = room("Physics");
    const ClassSession noon = one(algebra, slot(7, 12)), other = one(physics, slot(7, 12));
    const Timestamp later = now + 1s;
    ClassroomChange change;
    change.name = algebra.name;
    change.timezone = "UTC";
    classrooms.change(algebra.id, change, later).value();
    EXPECT_EQ(class_sessions.get(algebra.id, noon.id)->sequence, 0) << "the same name";
    change.name = "Geometry";
    classrooms.change(algebra.id, change, later).value();
    EXPECT_EQ(class_sessions.get(algebra.id, noon.id)->sequence, 1);
    EXPECT_EQ(class_sessions.get(algebra.id, noon.id)->updated_at, later);
    EXPECT_EQ(class_sessions.get(physics.id, other.id)->sequence, 0);
}

TEST_P(ClassroomStoreTest, AreListedInTheirOrder) {
    const Classroom first = room("b");
    now += 1s;
    const Classroom second = room("a");
    const auto page = classrooms.list(1, 10);
    EXPECT_EQ(page.total, 2);
    ASSERT_EQ(page.items.size(), 1);
    EXPECT_EQ(page.items[0].id, second.id);
    EXPECT_EQ(classrooms.list(0, 1).items.at(0).id, first.id);
}

TEST_P(ClassroomStoreTest, CreatesWithItsFirstSessionsOrNotAtAll) {
    Classroom algebra{uuid(), "Algebra", "UTC", {}, now, now};
    const std::vector<Slot> overlapping{slot(7, 12), slot(7, 13)};
    const AddOptions reject{.reject_overlaps = true};
    EXPECT_EQ(classrooms.create(algebra, sessions(overlapping), reject).added.conflicts.total, 1);
    EXPECT_EQ(classrooms.get(algebra.id), std::nullopt);
    EXPECT_EQ(classrooms.create(algebra, sessions(overlapping), {.dry_run = true}).added.sessions.size(), 2);
    EXPECT_EQ(classrooms.get(algebra.id), std::nullopt);
    EXPECT_EQ(classrooms.create(algebra, sessions(overlapping), {}).added.sessions.size(), 2);
    EXPECT_EQ(count("class_sessions"), 2);
}

TEST_P(ClassroomStoreTest, UnknownClassrooms) {
    const std::string nobody = uuid();
    EXPECT_EQ(class_sessions.add(nobody, sessions({slot(7, 12)}), {}, now).error().code,
              ErrorCode::not_found);
    EXPECT_EQ(class_sessions.list(nobody, {}), std::nullopt);
    EXPECT_EQ(classrooms.calendar(nobody), std::nullopt);
    EXPECT_EQ(class_sessions.change(nobody, nobody, {}, {}, now).error().code, ErrorCode::not_found);
    EXPECT_EQ(class_sessions.remove(nobody, nobody).error().code, ErrorCode::not_found);
    EXPECT_EQ(classrooms.remove(nobody).error().code, ErrorCode::not_found);
    EXPECT_EQ(classrooms.set_feed(nobody, "hash", now).error().code, ErrorCode::not_found);
    EXPECT_EQ(classrooms.remove_feed(nobody).error().code, ErrorCode::not_found);
    EXPECT_EQ(classrooms.feed_hash(nobody), std::nullopt);
}

TEST_P(ClassroomStoreTest, AreRemovedWithTheirSessions) {
    const Classroom algebra = room();
    const ClassSession noon = one(algebra, slot(7, 12));
    one(algebra, slot(8, 12));
    EXPECT_EQ(class_sessions.remove(room("Physics").id, noon.id).error().code, ErrorCode::not_found);
    ASSERT_TRUE(class_sessions.remove(algebra.id, noon.id));
    EXPECT_EQ(class_sessions.get(algebra.id, noon.id), std::nullopt);
    EXPECT_EQ(class_sessions.remove(algebra.id, noon.id).error().code, ErrorCode::not_found);
    classrooms.set_feed(algebra.id, "hash", now).value();
    ASSERT_TRUE(classrooms.remove(algebra.id));
    EXPECT_EQ(count("class_sessions"), 0);
    EXPECT_EQ(count("calendar_feeds"), 0);
    EXPECT_EQ(count("classrooms"), 1);
}

TEST_P(ClassroomStoreTest, CalendarsAndTheirSecrets) {
    const Classroom algebra = room();
    add(algebra, {slot(8, 12), slot(7, 12)});
    const auto calendar = classrooms.calendar(algebra.id).value();
    EXPECT_EQ(calendar.first.name, "Algebra");
    ASSERT_EQ(calendar.second.size(), 2);
    EXPECT_EQ(calendar.second[0].start, slot(7, 12).start);

    EXPECT_EQ(classrooms.feed_hash(algebra.id), std::nullopt);
    classrooms.set_feed(algebra.id, "first", now).value();
    classrooms.set_feed(algebra.id, "second", now).value();
    EXPECT_EQ(classrooms.feed_hash(algebra.id), "second");
    ASSERT_TRUE(classrooms.remove_feed(algebra.id));
    EXPECT_EQ(classrooms.feed_hash(algebra.id), std::nullopt);
    EXPECT_TRUE(classrooms.remove_feed(algebra.id)) << "removing it again is no error";
}

}  // namespace
}  // namespace lectern::storage::test
