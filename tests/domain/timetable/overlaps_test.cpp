#include "domain/timetable/overlaps.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

using namespace std::chrono_literals;

Timestamp at(int minute) {
    return Timestamp(std::chrono::minutes(minute));
}

std::string overlaps(const std::vector<std::pair<int, int>>& wanted,
                     const std::vector<std::pair<int, int>>& existing, std::size_t most = 100) {
    std::vector<Slot> slots;
    for (const auto& [start, end] : wanted)
        slots.push_back({at(start), at(end), 0});
    std::vector<ClassSession> sessions;
    for (const auto& [start, end] : existing) {
        sessions.emplace_back();
        sessions.back().start = at(start);
        sessions.back().end = at(end);
    }
    const Overlaps found = find_overlaps(slots, sessions, most);
    std::string text;
    for (const Overlap& overlap : found.found)
        text += std::to_string(overlap.wanted) + (overlap.with_wanted ? "~" : "|") +
                std::to_string(overlap.other) + " ";
    return text + "of " + std::to_string(found.total);
}

TEST(Overlaps, BackToBackIsNone) {
    EXPECT_EQ(overlaps({{10, 20}}, {{0, 10}, {20, 30}}), "of 0");
    EXPECT_EQ(overlaps({{10, 20}, {20, 30}}, {}), "of 0");
}

TEST(Overlaps, EveryWayToOverlap) {
    EXPECT_EQ(overlaps({{10, 20}}, {{5, 11}}), "0|0 of 1");
    EXPECT_EQ(overlaps({{10, 20}}, {{19, 25}}), "0|0 of 1");
    EXPECT_EQ(overlaps({{10, 20}}, {{12, 15}}), "0|0 of 1");
    EXPECT_EQ(overlaps({{10, 20}}, {{0, 100}}), "0|0 of 1");
    EXPECT_EQ(overlaps({{10, 20}}, {{10, 20}}), "0|0 of 1");
    EXPECT_EQ(overlaps({{10, 20}}, {{10, 30}}), "0|0 of 1");
}

TEST(Overlaps, WithinTheRequestItself) {
    EXPECT_EQ(overlaps({{10, 20}, {15, 25}, {24, 30}}, {}), "1~0 2~1 of 2");
}

TEST(Overlaps, ExistingSessionsMayOverlapEachOther) {
    EXPECT_EQ(overlaps({{50, 60}}, {{0, 30}, {10, 40}}), "of 0");
    EXPECT_EQ(overlaps({{35, 60}}, {{0, 30}, {10, 40}, {0, 100}}), "0|2 0|1 of 2");
}

TEST(Overlaps, ListsSomeCountsAll) {
    EXPECT_EQ(overlaps({{0, 10}, {1, 10}, {2, 10}}, {}, 2), "1~0 2~0 of 3");
}

}  // namespace
}  // namespace lectern
