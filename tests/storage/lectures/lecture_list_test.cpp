#include "storage/lectures/lecture_list.hpp"

#include "tests/storage/store_fixture.hpp"

namespace lectern::storage::test {
namespace {

class LectureListTest : public StoreTest {};
LECTERN_ON_BOTH_DRIVERS(LectureListTest);

TEST_P(LectureListTest, TellsSnippetsClipsAndProgress) {
    const Lecture done = finished("a", 3);
    const Lecture waiting = create("b");
    const auto plan = lectures.with_snippets(done.id).value();
    cut(plan.snippets.at(0).id, "one");
    cut(plan.snippets.at(2).id, "two");
    jobs.heartbeat(lease_of(claim()), 0.5, now, lease_length);  // the download of `waiting`
    LectureQuery query;
    query.sort_by = LectureOrder::id;
    query.descending = false;
    const auto listed = lectures.list(query).items;
    ASSERT_EQ(listed.size(), 2U);
    EXPECT_EQ(listed.at(0).snippets, 3);
    EXPECT_EQ(listed.at(0).clips, 2);
    EXPECT_EQ(listed.at(0).progress, 1);
    EXPECT_EQ(listed.at(1).snippets, 0);
    EXPECT_EQ(listed.at(1).clips, 0);
    EXPECT_NEAR(listed.at(1).progress, 0.1, 1e-9);
    EXPECT_NEAR(lectures.with_snippets(waiting.id)->progress, 0.1, 1e-9);
    EXPECT_EQ(lectures.with_snippets(done.id)->progress, 1);
}

TEST_P(LectureListTest, EachPageHasItsOwn) {
    for (const char* key : {"a", "b", "c"})
        finished(key, key[0] - 'a' + 1);
    LectureQuery query;
    query.sort_by = LectureOrder::name;
    query.descending = true;
    query.text = "lecture";
    query.limit = 1;
    for (query.skip = 0; query.skip < 3; ++query.skip) {
        const auto page = lectures.list(query);
        EXPECT_EQ(page.total, 3);
        ASSERT_EQ(page.items.size(), 1U);
        EXPECT_EQ(page.items.front().snippets, 3 - query.skip);
    }
    query.skip = 3;
    EXPECT_TRUE(lectures.list(query).items.empty());
}

}  // namespace
}  // namespace lectern::storage::test
