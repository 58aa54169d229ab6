#include "storage/classrooms/class_session_store.hpp"

#include "tests/storage/classrooms/classroom_fixture.hpp"

#include <thread>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::ElementsAre;

class ClassSessionStoreTest : public ClassroomTest {};
LECTERN_ON_BOTH_DRIVERS(ClassSessionStoreTest);

TEST_P(ClassSessionStoreTest, ThousandsAtOnceInTheirOrder) {
    const Classroom algebra = room();
    std::vector<Slot> slots;
    for (int i = 0; i < 1337; ++i)
        slots.push_back({now + std::chrono::hours(2 * i), now + std::chrono::hours(2 * i + 1), 0});
    std::swap(slots.front(), slots.back());
    const auto wanted = sessions(slots);
    const auto added = class_sessions.add(algebra.id, wanted, {}, now).value();
    ASSERT_EQ(added.sessions.size(), slots.size());
    for (std::size_t i = 0; i < slots.size(); ++i) {
        EXPECT_EQ(added.sessions[i].id, wanted.ids[i]);
        EXPECT_EQ(added.sessions[i].start, slots[i].start);
    }
    const auto page = class_sessions.list(algebra.id, {.limit = 1000}).value();
    EXPECT_EQ(page.total, 1337);
    ASSERT_EQ(page.items.size(), 1000);
    EXPECT_EQ(page.items[0].id, wanted.ids.back());
    EXPECT_EQ(page.items[1].id, wanted.ids[1]);
}

TEST_P(ClassSessionStoreTest, TheSameAgainIsSkipped) {
    const Classroom algebra = room();
    EXPECT_EQ(add(algebra, {slot(7, 12), slot(8, 12), slot(7, 12)}).skipped, 1) << "twice in one request";
    const auto again = add(algebra, {slot(8, 12), slot(9, 12), slot(8, 12, 60)});
    EXPECT_EQ(again.skipped, 1);
    ASSERT_EQ(again.sessions.size(), 2);
    EXPECT_EQ(again.sessions[0].start, slot(9, 12).start);
    EXPECT_EQ(again.sessions[1].end, slot(8, 12, 60).end);
    EXPECT_EQ(count("class_sessions"), 4);
    EXPECT_EQ(add(room("Physics"), {slot(7, 12)}).skipped, 0) << "another classroom";

    ClassSessionChange cancel;
    cancel.status = ClassSessionStatus::cancelled;
    class_sessions.change(algebra.id, again.sessions[0].id, cancel, {}, now).value();
    EXPECT_EQ(add(algebra, {slot(9, 12)}).skipped, 1) << "a cancelled session is not made again";
}

TEST_P(ClassSessionStoreTest, TwentyIdenticalPostsAtOnceMakeEachOnce) {
    const Classroom algebra = room();
    std::vector<Slot> slots;
    for (int day = 1; day <= 30; ++day)
        slots.push_back(slot(day, 12));
    std::vector<NewClassSessions> posts;
    for (int i = 0; i < 20; ++i)
        posts.push_back(sessions(slots));
    const auto shared = open_again(8);
    ClassSessionStore stores(*shared);
    std::atomic<std::size_t> made = 0, skipped = 0;
    {
        std::vector<std::jthread> threads;
        for (const NewClassSessions& post : posts)
            threads.emplace_back([&] {
                const auto added = stores.add(algebra.id, post, {.reject_overlaps = true}, now).value();
                made += added.sessions.size();
                skipped += static_cast<std::size_t>(added.skipped);
            });
    }
    EXPECT_EQ(made, 30);
    EXPECT_EQ(skipped, 19 * 30);
    EXPECT_EQ(count("class_sessions"), 30);
}

TEST_P(ClassSessionStoreTest, OneOfSeveralOverlappingPostsAtOnceIsAccepted) {
    const Classroom algebra = room();
    std::vector<NewClassSessions> posts;
    for (int i = 0; i < 12; ++i) {
        Slot shifted = slot(7, 12);
        shifted.start += std::chrono::minutes(i);
        posts.push_back(sessions({slot(8 + i, 12), shifted}));
    }
    const auto shared = open_again(8);
    ClassSessionStore stores(*shared);
    std::atomic<int> taken = 0, refused = 0;
    {
        std::vector<std::jthread> threads;
        for (const NewClassSessions& post : posts)
            threads.emplace_back([&] {
                const auto added = stores.add(algebra.id, post, {.reject_overlaps = true}, now).value();
                ++(added.conflicts.total > 0 ? refused : taken);
            });
    }
    EXPECT_EQ(taken, 1);
    EXPECT_EQ(refused, 11);
    EXPECT_EQ(count("class_sessions"), 2) << "a post is stored completely or not at all";
}

TEST_P(ClassSessionStoreTest, ConflictsAreListed) {
    const Classroom algebra = room();
    const ClassSession noon = one(algebra, slot(7, 12));
    const AddOptions reject{.reject_overlaps = true};
    EXPECT_EQ(add(algebra, {slot(7, 10), slot(7, 14)}, reject).sessions.size(), 2) << "back to back";
    const auto refused = add(algebra, {slot(9, 12), slot(7, 13, 30), slot(9, 13)}, reject);
    EXPECT_TRUE(refused.sessions.empty());
    EXPECT_EQ(refused.conflicts.total, 2);
    ASSERT_EQ(refused.conflicts.listed.size(), 2);
    EXPECT_EQ(refused.conflicts.listed[0].wanted.start, slot(7, 13).start);
    EXPECT_EQ(refused.conflicts.listed[0].id, noon.id);
    EXPECT_EQ(refused.conflicts.listed[0].start, noon.start);
    EXPECT_EQ(refused.conflicts.listed[1].wanted.start, slot(9, 13).start);
    EXPECT_EQ(refused.conflicts.listed[1].id, std::nullopt) << "with another one of the request";
    EXPECT_EQ(refused.conflicts.listed[1].start, slot(9, 12).start);
    EXPECT_EQ(count("class_sessions"), 3);
    EXPECT_EQ(add(algebra, {slot(7, 12)}, reject).skipped, 1) << "itself is no conflict";
    EXPECT_EQ(add(algebra, {slot(7, 13, 30)}).sessions.size(), 1) << "overlaps are allowed by default";
}

TEST_P(ClassSessionStoreTest, ThePlaceOfAnotherClassroomIsTakenOnce) {
    std::vector<Classroom> rooms;
    for (int i = 0; i < 8; ++i)
        rooms.push_back(room());
    std::vector<NewClassSessions> posts;
    for (std::size_t i = 0; i < rooms.size(); ++i) {
        posts.push_back(sessions({slot(7, 12), slot(8, 12)}));
        posts.back().details.location = "Hall";
    }
    const auto shared = open_again(8);
    ClassSessionStore stores(*shared);
    std::atomic<int> taken = 0;
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < rooms.size(); ++i)
            threads.emplace_back([&, i] {
                const auto added = stores.add(rooms[i].id, posts[i], {.reject_overlaps = true}, now).value();
                if (added.conflicts.total == 0) ++taken;
            });
    }
    EXPECT_EQ(taken, 1);
    const auto refused =
        class_sessions.add(room().id, posts[0], {.reject_overlaps = true, .dry_run = true}, now);
    ASSERT_EQ(refused->conflicts.listed.size(), 2);
    EXPECT_EQ(refused->conflicts.listed[0].kinds, std::vector{ConflictKind::location});
}

TEST_P(ClassSessionStoreTest, CancelledSessionsLeaveTheirTimeFree) {
    const Classroom algebra = room();
    ClassSessionChange cancel;
    cancel.status = ClassSessionStatus::cancelled;
    class_sessions.change(algebra.id, one(algebra, slot(7, 12)).id, cancel, {}, now).value();
    EXPECT_EQ(add(algebra, {slot(7, 13)}, {.reject_overlaps = true}).conflicts.total, 0);
}

TEST_P(ClassSessionStoreTest, ADryRunStoresNothing) {
    const Classroom algebra = room();
    one(algebra, slot(7, 12));
    const auto asked = add(algebra, {slot(7, 12), slot(8, 12)}, {.dry_run = true});
    EXPECT_EQ(asked.skipped, 1);
    EXPECT_EQ(asked.sessions.size(), 1);
    EXPECT_EQ(count("class_sessions"), 1);
}

TEST_P(ClassSessionStoreTest, ListsAWindowOfTime) {
    const Classroom algebra = room();
    add(algebra, {slot(9, 12), slot(7, 12), slot(8, 12)});
    one(room("Physics"), slot(8, 12));
    const auto days = [&](const ClassSessionQuery& query) {
        std::vector<unsigned> found;
        const auto page = class_sessions.list(algebra.id, query).value();
        for (const ClassSession& session : page.items)
            found.push_back(static_cast<unsigned>(
                std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(session.start)).day()));
        return found;
    };
    EXPECT_THAT(days({}), ElementsAre(7, 8, 9));
    EXPECT_THAT(days({.from = slot(8, 13).start}), ElementsAre(8, 9))
        << "a class session that is still going on";
    EXPECT_THAT(days({.from = slot(8, 14).start}), ElementsAre(9)) << "not a class session that has ended";
    EXPECT_THAT(days({.from = slot(7, 0).start, .to = slot(8, 12).start}), ElementsAre(7));
    EXPECT_THAT(days({.skip = 1, .limit = 1}), ElementsAre(8));
    EXPECT_EQ(class_sessions.list(algebra.id, {.limit = 1, .to = slot(9, 0).start})->total, 2);
}

TEST_P(ClassSessionStoreTest, ChangesIncreaseTheSequence) {
    const Classroom algebra = room();
    const ClassSession noon = one(algebra, slot(7, 12));
    ClassSessionChange change;
    change.topic = "Limits";
    change.seats = 30;
    change.meeting_pass = "new";
    const ClassSession changed =
        class_sessions.change(algebra.id, noon.id, change, {}, now + 5s).value().session;
    EXPECT_EQ(changed.sequence, 1);
    EXPECT_EQ(changed.updated_at, now + 5s);
    const ClassSession read = class_sessions.get(algebra.id, noon.id).value();
    EXPECT_EQ(read.details, changed.details);
    EXPECT_EQ(read.details.topic, "Limits");
    EXPECT_EQ(read.sequence, 1);
    EXPECT_EQ(read.created_at, now);
    EXPECT_EQ(class_sessions.change(algebra.id, noon.id, change, {}, now + 9s).value().session.sequence, 1)
        << "nothing was changed";
    change = {};
    change.status = ClassSessionStatus::cancelled;
    EXPECT_EQ(class_sessions.change(algebra.id, noon.id, change, {}, now + 9s).value().session.sequence, 2);
}

TEST_P(ClassSessionStoreTest, MovesWithinTheRules) {
    const Classroom algebra = room();
    const ClassSession noon = one(algebra, slot(7, 12));
    one(algebra, slot(7, 15));
    ClassSessionChange move;
    move.start = slot(7, 14).start;
    const auto turned = class_sessions.change(algebra.id, noon.id, move, {}, now);
    ASSERT_FALSE(turned);
    EXPECT_EQ(turned.error().fields.at(0).path, "start_time");
    move.end = slot(7, 14).end;
    const auto refused =
        class_sessions.change(algebra.id, noon.id, move, {.reject_overlaps = true}, now).value();
    EXPECT_EQ(refused.conflicts.total, 1);
    EXPECT_EQ(class_sessions.get(algebra.id, noon.id)->start, noon.start);
    EXPECT_EQ(class_sessions.change(algebra.id, noon.id, move, {}, now)->session.start, *move.start);
    move.start = slot(7, 15).start;
    move.end = slot(7, 15).end;
    EXPECT_EQ(class_sessions.change(algebra.id, noon.id, move, {}, now).error().code, ErrorCode::conflict)
        << "another class session has this time";
    move.start = slot(7, 14, 60).start;
    move.end = slot(7, 14, 60).end;
    EXPECT_EQ(
        class_sessions.change(algebra.id, noon.id, move, {.reject_overlaps = true}, now)->conflicts.total, 0)
        << "itself is no conflict";
}

}  // namespace
}  // namespace lectern::storage::test
