#include "server/http/transport/pace.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

using namespace std::chrono_literals;

TEST(Pace, JudgesEachWindowOfWaiting) {
    struct Wait {
        std::chrono::nanoseconds waited;
        std::uint64_t bytes;  // moved since the beginning
        bool fast_enough;
    };
    struct Case {
        std::string name;
        PaceRule rule;
        std::vector<Wait> waits;
    };
    const PaceRule rule{30s, 1024};
    const Case cases[] = {
        {"nothing moves, but the window is not over", rule, {{29s, 0, true}}},
        {"nothing moves in a whole window", rule, {{30s, 0, false}}},
        {"nothing moves in many short waits", rule, {{10s, 0, true}, {19s, 0, true}, {1s, 0, false}}},
        {"exactly the slowest rate", rule, {{30s, 30 * 1024, true}}},
        {"one byte less", rule, {{30s, 30 * 1024 - 1, false}}},
        {"a late wait counts as long as it was", rule, {{60s, 30 * 1024, false}}},
        {"a quick window does not pay for the next one", rule, {{30s, 1 << 30, true}, {30s, 1 << 30, false}}},
        {"the next window begins where the last one ended",
         rule,
         {{30s, 40'000, true}, {15s, 50'000, true}, {15s, 40'000 + 30 * 1024, true}}},
        {"any pace will do", {1ms, 0}, {{1ms, 0, true}, {1h, 0, true}}},
    };
    for (const Case& c : cases) {
        Pace pace;
        for (std::size_t i = 0; i < c.waits.size(); ++i) {
            const Wait& wait = c.waits[i];
            EXPECT_EQ(pace.add_wait(wait.waited, wait.bytes, c.rule), wait.fast_enough)
                << c.name << ", " << i;
        }
    }
}

TEST(Pace, TellsHowLongTheWindowLasts) {
    const PaceRule rule{30s, 1};
    Pace pace(500);
    EXPECT_EQ(pace.left(rule), 30s);
    EXPECT_TRUE(pace.add_wait(12s, 500, rule));
    EXPECT_EQ(pace.left(rule), 18s);
    EXPECT_TRUE(pace.add_wait(20s, 1000, rule));
    EXPECT_EQ(pace.left(rule), 30s);
}

TEST(Pace, CountsFromWhereItBegan) {
    const PaceRule rule{10s, 100};
    EXPECT_FALSE(Pace(5000).add_wait(10s, 5999, rule));
    EXPECT_TRUE(Pace(5000).add_wait(10s, 6000, rule));
}

}  // namespace
}  // namespace lectern::http
