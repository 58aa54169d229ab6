#include "storage/lectures/class_tie_store.hpp"

#include "storage/classrooms/class_session_store.hpp"
#include "storage/classrooms/classroom_store.hpp"
#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

class ClassTieStoreTest : public StoreTest {
protected:
    ClassTieStoreTest() {
        algebra = {uuid(), "Algebra", "Asia/Ho_Chi_Minh", {}, now, now};
        classrooms.create(algebra, {}, {});
    }

    std::string session(int hour, const std::string& classroom = "") {
        const Timestamp start = now + std::chrono::hours(hour);
        NewClassSessions wanted;
        wanted.slots.push_back({start, start + 1h, 0});
        wanted.ids.push_back(uuid());
        const std::string in = classroom.empty() ? algebra.id : classroom;
        return class_sessions.add(in, wanted, {}, now).value().sessions.at(0).id;
    }

    // Lets the download of a new lecture end with this match.
    std::int64_t arrived(const std::string& key, RecordingMatch match) {
        const Lecture lecture = create(key);
        DownloadedRecording recording{
            {"lectures/" + key + "/recording.mp4", 1000, "ab"}, 100.0, std::move(match)};
        pipeline.finish_download(lease_of(claim()), recording, uuid(), now);
        return lecture.id;
    }

    ClassTies ties_of(std::int64_t lecture) { return class_ties.with_ties(lecture).value().ties; }
    std::vector<std::string> tied(std::int64_t lecture) {
        std::vector<std::string> ids;
        const ClassTies ties = ties_of(lecture);
        for (const ClassTie& tie : ties.ties)
            ids.push_back(tie.class_session_id);
        return ids;
    }
    MatchStatus status(std::int64_t lecture) { return ties_of(lecture).status; }
    std::optional<std::string> first_tie(std::int64_t lecture) {
        return lectures.get(lecture)->class_session_id;
    }

    Classroom algebra;
    ClassroomStore classrooms{*database};
    ClassSessionStore class_sessions{*database};
    ClassTieStore class_ties{*database};
};
LECTERN_ON_BOTH_DRIVERS(ClassTieStoreTest);

TEST_P(ClassTieStoreTest, ALectureMayComeWithItsClassSession) {
    NewLecture lecture = recording("one");
    lecture.class_session_id = session(1);
    const Lecture created = lectures.create(lecture, uuid(), now).value();
    EXPECT_EQ(created.class_session_id, lecture.class_session_id);
    EXPECT_EQ(first_tie(created.id), lecture.class_session_id);
    EXPECT_EQ(status(created.id), MatchStatus::linked);

    lecture = recording("two");
    lecture.class_session_id = uuid();
    const auto refused = lectures.create(lecture, uuid(), now);
    EXPECT_EQ(refused.error().code, ErrorCode::not_found);
    EXPECT_EQ(refused.error().fields.at(0).path, "class_session_id");
    EXPECT_EQ(count("lectures"), 1);
}

TEST_P(ClassTieStoreTest, AClearMatchIsATie) {
    const std::string best = session(1), other = session(2);
    const auto lecture = arrived("one", {{{best, 0.9}, {other, 0.3}}, true});
    EXPECT_THAT(tied(lecture), ElementsAre(best));
    EXPECT_EQ(first_tie(lecture), best);
    const ClassTies ties = ties_of(lecture);
    EXPECT_TRUE(ties.candidates.empty());
    EXPECT_EQ(ties.ties.at(0).score, 0.9);
    EXPECT_EQ(ties.ties.at(0).classroom_id, algebra.id);
    EXPECT_EQ(ties.ties.at(0).start, now + 1h);
    EXPECT_EQ(ties.ties.at(0).end, now + 2h);
}

TEST_P(ClassTieStoreTest, AnUnclearOneWaitsForAPerson) {
    const std::string one = session(1), two = session(2), three = session(3);
    const auto lecture = arrived("one", {{{two, 0.8}, {one, 0.7}, {uuid(), 0.6}}, false});
    EXPECT_EQ(first_tie(lecture), std::nullopt);
    ClassTies ties = ties_of(lecture);
    EXPECT_EQ(ties.status, MatchStatus::ambiguous);
    ASSERT_EQ(ties.candidates.size(), 2) << "without the deleted class session";
    EXPECT_EQ(ties.candidates[0].class_session_id, two);
    EXPECT_EQ(ties.candidates[1].class_session_id, one);

    ASSERT_TRUE(class_ties.tie(lecture, {one, three}, now + 1s));
    ties = ties_of(lecture);
    EXPECT_EQ(ties.status, MatchStatus::linked);
    EXPECT_TRUE(ties.candidates.empty());
    EXPECT_THAT(tied(lecture), UnorderedElementsAre(one, three));
    EXPECT_EQ(first_tie(lecture), one);
}

TEST_P(ClassTieStoreTest, LecturesWithoutTiesArePendingOrNone) {
    const Lecture waiting = create("one");
    EXPECT_EQ(status(waiting.id), MatchStatus::pending);
    pipeline.finish_download(lease_of(claim()), {{"f", 1, "ab"}, 1.0}, uuid(), now);
    EXPECT_EQ(status(waiting.id), MatchStatus::none);
    EXPECT_FALSE(class_ties.with_ties(99).has_value());
}

TEST_P(ClassTieStoreTest, ATieOfAPersonStays) {
    NewLecture lecture = recording("one");
    const std::string said = session(1);
    lecture.class_session_id = said;
    const Lecture created = lectures.create(lecture, uuid(), now).value();
    DownloadedRecording recorded{{"f", 1, "ab"}, 1.0, {{{session(2), 1.0}}, true}};
    pipeline.finish_download(lease_of(claim()), recorded, uuid(), now);
    EXPECT_THAT(tied(created.id), ElementsAre(said));
}

TEST_P(ClassTieStoreTest, WhenTheFirstTieIsDeletedTheNextBecomesTheFirst) {
    const std::string one = session(1), two = session(2), three = session(3);
    const auto lecture = arrived("one", {{{one, 0.9}}, true});
    class_ties.tie(lecture, {two}, now + 1s).value();
    class_ties.tie(lecture, {three, two}, now + 2s).value();
    EXPECT_THAT(tied(lecture), ElementsAre(one, two, three));
    ASSERT_TRUE(class_ties.untie(lecture, one));
    EXPECT_EQ(first_tie(lecture), two);
    EXPECT_EQ(class_ties.untie(lecture, one).error().code, ErrorCode::not_found);
    ASSERT_TRUE(class_sessions.remove(algebra.id, two));
    EXPECT_EQ(first_tie(lecture), three);
    EXPECT_THAT(tied(lecture), ElementsAre(three));
    ASSERT_TRUE(classrooms.remove(algebra.id));
    EXPECT_EQ(first_tie(lecture), std::nullopt);
    EXPECT_EQ(status(lecture), MatchStatus::none) << "the recording stays";
}

TEST_P(ClassTieStoreTest, TiesMadeTogetherKeepTheOrderInWhichTheyWereNamed) {
    const std::string one = session(1), two = session(2), three = session(3), four = session(4);
    const auto lecture = arrived("one", {});
    class_ties.tie(lecture, {four, three, one, two}, now).value();
    EXPECT_THAT(tied(lecture), ElementsAre(four, three, one, two));
    ASSERT_TRUE(class_ties.untie(lecture, one));
    EXPECT_EQ(first_tie(lecture), four) << "the deleted tie was not the first";
    ASSERT_TRUE(class_ties.untie(lecture, four));
    EXPECT_EQ(first_tie(lecture), three);
}

TEST_P(ClassTieStoreTest, ACandidateCanBeRejected) {
    const std::string one = session(1);
    const auto lecture = arrived("one", {{{one, 0.4}}, false});
    ASSERT_TRUE(class_ties.untie(lecture, one));
    EXPECT_EQ(status(lecture), MatchStatus::none);
}

TEST_P(ClassTieStoreTest, TiesAllOrNoneAndOnlyExistingOnes) {
    const std::string one = session(1);
    const auto lecture = arrived("one", {{{one, 0.4}}, false});
    const auto refused = class_ties.tie(lecture, {one, uuid()}, now);
    EXPECT_EQ(refused.error().code, ErrorCode::not_found);
    EXPECT_EQ(status(lecture), MatchStatus::ambiguous);
    EXPECT_EQ(class_ties.tie(99, {one}, now).error().code, ErrorCode::not_found);
    EXPECT_EQ(class_ties.untie(99, one).error().code, ErrorCode::not_found);
}

TEST_P(ClassTieStoreTest, DeletedLecturesLeaveNoTies) {
    const auto lecture = arrived("one", {{{session(1), 0.9}}, true});
    ASSERT_TRUE(lectures.remove(lecture, now));
    EXPECT_EQ(count("lecture_class_sessions"), 0);
    EXPECT_EQ(count("class_sessions"), 1);
}

TEST_P(ClassTieStoreTest, NearbyClassSessions) {
    Classroom physics{uuid(), "Physics", "UTC", {}, now, now};
    classrooms.create(physics, {}, {});
    const std::string early = session(1), late = session(3), there = session(1, physics.id);
    ClassSessionChange cancel;
    cancel.status = ClassSessionStatus::cancelled;
    class_sessions.change(algebra.id, session(2), cancel, {}, now).value();
    const auto ids = [&](int from, int to, const std::optional<std::string>& classroom = std::nullopt) {
        std::vector<std::string> found;
        const auto sessions =
            class_ties.nearby(now + std::chrono::hours(from), now + std::chrono::hours(to), classroom);
        for (const NearbyClassSession& one : sessions)
            found.push_back(one.session.id);
        return found;
    };
    EXPECT_THAT(ids(0, 9), UnorderedElementsAre(early, late, there));
    EXPECT_THAT(ids(0, 9, algebra.id), UnorderedElementsAre(early, late));
    EXPECT_THAT(ids(2, 3), ElementsAre()) << "the end of the window is not included";
    const auto found = class_ties.nearby(now + 3h, now + 4h, std::nullopt);
    EXPECT_EQ(found.at(0).classroom_name, "Algebra");
    EXPECT_EQ(found.at(0).timezone, "Asia/Ho_Chi_Minh");
}

TEST_P(ClassTieStoreTest, LecturesAreListedByClassSession) {
    const std::string one = session(1);
    const auto first = arrived("one", {{{one, 0.9}}, true});
    arrived("two", {{{one, 0.4}}, false});
    LectureQuery query;
    query.class_session_id = one;
    const auto page = lectures.list(query);
    EXPECT_EQ(page.total, 1) << "candidates do not count";
    ASSERT_EQ(page.items.size(), 1);
    EXPECT_EQ(page.items[0].id, first);
}

}  // namespace
}  // namespace lectern::storage::test
