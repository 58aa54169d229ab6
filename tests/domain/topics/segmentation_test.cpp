#include "domain/topics/segmentation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::topics {
namespace {

TEST(Segmentation, CutsWhereTheWordsChange) {
    std::vector<Unit> units;
    for (std::uint32_t i = 0; i < 90; ++i) {
        const std::uint32_t base = i < 30 ? 0 : i < 60 ? 10 : 20;
        units.push_back(
            {{base + i % 10, base + (i * 3) % 10, base + (i * 7) % 10}, 30, i * 10.0, i * 10.0 + 10, 0});
    }
    EXPECT_THAT(segment(units, 30, {}), testing::ElementsAre(0, 30, 60));
    EXPECT_TRUE(segment({}, 0, {}).empty());
    EXPECT_THAT(segment({{{}, 0, 0, 0, 0}}, 0, {}), testing::ElementsAre(0));
}

TEST(Segmentation, AnOpeningDecidesBetweenEquals) {
    std::vector<Unit> units;
    for (int i = 0; i < 60; ++i)
        units.push_back({{0}, 30, i * 10.0, i * 10.0 + 10, i == 37 ? 6.0 : 0.0});
    EXPECT_THAT(segment(units, 1, {}), testing::Contains(37));
}

}  // namespace
}  // namespace lectern::topics
