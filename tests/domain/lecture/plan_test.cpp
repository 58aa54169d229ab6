#include "domain/lecture/plan.hpp"

#include <limits>

#include <gmock/gmock.h>

namespace lectern {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Snippet snippet(std::int64_t id, double start, double end) {
    Snippet result;
    result.id = id;
    result.name = "name";
    result.start = start;
    result.end = end;
    return result;
}

PlanItem item(std::optional<std::int64_t> id, double start, double end, std::string name = "name") {
    return {id, std::move(name), "", start, end};
}

std::vector<std::string> bad_fields(const std::vector<PlanItem>& items,
                                    std::optional<double> duration = 100.0) {
    const auto result = plan_change({snippet(1, 0, 10), snippet(2, 10, 20)}, items, duration);
    std::vector<std::string> paths;
    if (result.has_error()) {
        EXPECT_EQ(result.error().code, ErrorCode::invalid);
        for (const FieldError& field : result.error().fields) {
            EXPECT_FALSE(field.message.empty());
            paths.push_back(field.path);
        }
    }
    return paths;
}

TEST(PlanChange, KeepsAddsAndDrops) {
    const auto change = plan_change({snippet(1, 0, 10), snippet(2, 10, 20), snippet(3, 20, 30)},
                                    {item(3, 20, 30), item({}, 40, 50), item(1, 0, 10.5)}, 100.0);
    ASSERT_TRUE(change.has_value());
    ASSERT_EQ(change->kept.size(), 2);
    EXPECT_EQ(change->kept[0].id, 3);
    EXPECT_EQ(change->kept[0].position, 1);
    EXPECT_FALSE(change->kept[0].shows_other);
    EXPECT_EQ(change->kept[1].id, 1);
    EXPECT_EQ(change->kept[1].position, 3);
    EXPECT_TRUE(change->kept[1].shows_other);
    ASSERT_EQ(change->added.size(), 1);
    EXPECT_EQ(change->added[0].position, 2);
    EXPECT_EQ(change->added[0].item.start, 40);
    EXPECT_THAT(change->dropped, ElementsAre(2));
}

TEST(PlanChange, AnEmptyPlanDropsAll) {
    const auto change = plan_change({snippet(1, 0, 10), snippet(2, 10, 20)}, {}, 100.0);
    ASSERT_TRUE(change.has_value());
    EXPECT_THAT(change->dropped, ElementsAre(1, 2));
}

TEST(PlanChange, BoundsAndNameSayWhatAClipShows) {
    const auto shows_other = [](const PlanItem& item) {
        return plan_change({snippet(1, 0, 10)}, {item}, 100.0)->kept[0].shows_other;
    };
    EXPECT_FALSE(shows_other(item(1, 0, 10)));
    EXPECT_FALSE(shows_other({1, "name", "another summary", 0, 10}));
    EXPECT_TRUE(shows_other(item(1, 0, 10, "another name")));
    EXPECT_TRUE(shows_other(item(1, 0, 10.1)));
    EXPECT_TRUE(shows_other(item(1, 0.1, 10)));
}

TEST(PlanChange, BoundsThatComeBackAsTheyWereToldAreUnchanged) {
    const double start = 0.1 + 0.2, end = 200.16000000000005, duration = 200.1599996;
    const auto change = plan_change({snippet(1, start, end)}, {item(1, 0.3, 200.16)}, duration);
    ASSERT_TRUE(change);
    EXPECT_FALSE(change->kept[0].shows_other);
    EXPECT_EQ(change->kept[0].item.start, start);
    EXPECT_EQ(change->kept[0].item.end, end);
    const auto moved = plan_change({snippet(1, start, end)}, {item(1, 0.3, 200.159)}, duration);
    EXPECT_TRUE(moved->kept[0].shows_other);
    EXPECT_EQ(moved->kept[0].item.end, 200.159);
}

TEST(PlanChange, BoundsLieInTheRecording) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    EXPECT_THAT(bad_fields({item({}, 0, 100)}), IsEmpty());
    EXPECT_THAT(bad_fields({item({}, 0, 100.1)}), ElementsAre("snippets.0.end"));
    EXPECT_THAT(bad_fields({item({}, 0, 1e9)}, std::nullopt), IsEmpty());
    EXPECT_THAT(bad_fields({item({}, -0.1, 5)}), ElementsAre("snippets.0.start"));
    EXPECT_THAT(bad_fields({item({}, 5, 5)}), ElementsAre("snippets.0.end"));
    EXPECT_THAT(bad_fields({item({}, 6, 5)}), ElementsAre("snippets.0.end"));
    EXPECT_THAT(bad_fields({item({}, nan, 5)}), ElementsAre("snippets.0.start"));
    EXPECT_THAT(bad_fields({item({}, 0, nan)}), ElementsAre("snippets.0.end"));
    EXPECT_THAT(bad_fields({item({}, 0, infinity)}, std::nullopt), ElementsAre("snippets.0.end"));
    EXPECT_THAT(bad_fields({item({}, -infinity, 5)}), ElementsAre("snippets.0.start"));
}

TEST(PlanChange, IdsAreOfThisLectureAndNamedOnce) {
    EXPECT_THAT(bad_fields({item(1, 0, 5), item(2, 5, 6)}), IsEmpty());
    EXPECT_THAT(bad_fields({item(3, 0, 5)}), ElementsAre("snippets.0.id"));
    EXPECT_THAT(bad_fields({item(1, 0, 5), item(1, 5, 6)}), ElementsAre("snippets.1.id"));
}

TEST(PlanChange, NamesHaveAMeasureInCharacters) {
    std::string longest;
    for (int i = 0; i < 200; ++i)
        longest += "ế";
    EXPECT_THAT(bad_fields({item({}, 0, 5, longest)}), IsEmpty());
    EXPECT_THAT(bad_fields({item({}, 0, 5, longest + "x")}), ElementsAre("snippets.0.name"));
    EXPECT_THAT(bad_fields({item({}, 0, 5, "")}), ElementsAre("snippets.0.name"));
}

TEST(PlanChange, ListsEveryMistakeAtOnce) {
    EXPECT_THAT(bad_fields({item({}, -1, 5, ""), item({}, 0, 5), item(9, 7, 6)}),
                ElementsAre("snippets.0.name", "snippets.0.start", "snippets.2.end", "snippets.2.id"));
}

TEST(PlanChange, MessagesContinueTheNameOfTheField) {
    const auto refused =
        plan_change({snippet(1, 0, 10)},
                    {item(1, -1, 5, ""), item(1, 0, 500, std::string(201, 'x')), item(9, 7, 6)}, 100.0);
    std::vector<std::string> texts;
    for (const FieldError& field : refused.error().fields)
        texts.push_back(field.path + " " + field.message);
    EXPECT_THAT(texts, ElementsAre("snippets.0.name must not be empty", "snippets.0.start must be at least 0",
                                   "snippets.1.name must have at most 200 characters",
                                   "snippets.1.end must not be after the end of the recording",
                                   "snippets.1.id must not be the id of another item",
                                   "snippets.2.end must be greater than start",
                                   "snippets.2.id must be the id of a snippet of this session"));
}

TEST(PlanChange, HasAMostOfItems) {
    const std::vector<PlanItem> most(max_plan_items, item({}, 0, 5));
    EXPECT_THAT(bad_fields(most), IsEmpty());
    std::vector<PlanItem> more = most;
    more.push_back(item({}, 0, 5));
    EXPECT_THAT(bad_fields(more), ElementsAre("snippets"));
}

}  // namespace
}  // namespace lectern
