#include "domain/topics/cut_points.hpp"

#include <gtest/gtest.h>

namespace lectern::topics {
namespace {

TEST(CutPoints, LieInTheSilenceThatBelongsToTheGap) {
    const std::vector<Sentence> sentences{{0, 10, "a"}, {10, 20, "b"}, {20, 30, "c"}};
    const auto found = silences_before(sentences, {{4, 6}, {9.6, 10.2}, {15, 16}, {20.3, 20.5}});
    EXPECT_FALSE(found[0]);
    ASSERT_TRUE(found[1]);
    ASSERT_TRUE(found[2]);
    const auto cut = cut_between(sentences[0], sentences[1], found[1]);
    EXPECT_EQ(cut.end, cut.begin);
    EXPECT_GT(cut.end, 9.6);
    EXPECT_LT(cut.end, 10.2);
    EXPECT_DOUBLE_EQ(cut_between(sentences[1], sentences[2], found[2]).begin, 20.4);
    EXPECT_FALSE(silences_before(sentences, {{4, 6}})[1])
        << "a pause within a sentence is not the one after it";
}

TEST(CutPoints, LeaveOutLongPauses) {
    const auto cut = cut_between({0, 10, "a"}, {70, 80, "b"}, std::nullopt);
    EXPECT_GE(cut.end, 10);
    EXPECT_LE(cut.end, 12);
    EXPECT_LE(cut.begin, 70);
    EXPECT_GE(cut.begin, 68);
    EXPECT_EQ(cut_between({0, 10, "a"}, {10, 20, "b"}, std::nullopt).begin, 10);
}

}  // namespace
}  // namespace lectern::topics
