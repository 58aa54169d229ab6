#include "media/download/pace.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

using namespace std::chrono_literals;

TEST(Pace, ManySmallSlowAnswersAreTooSlow) {
    Pace pace(60 * 1024, 60s);
    pace.add(100, 59s);
    EXPECT_FALSE(pace.too_slow());
    pace.add(100, 59s);
    EXPECT_TRUE(pace.too_slow());
}

TEST(Pace, ManySmallQuickAnswersAreNot) {
    Pace pace(60 * 1024, 60s);
    for (int i = 0; i < 1000; ++i) {
        pace.add(100, 1s);
        EXPECT_FALSE(pace.too_slow());
    }
}

TEST(Pace, EachWindowCounts) {
    Pace pace(60 * 1024, 60s);
    pace.add(std::int64_t{10} << 30, 1h);
    EXPECT_FALSE(pace.too_slow());
    pace.add(100, 61s);
    EXPECT_TRUE(pace.too_slow()) << "what came before does not help";
}

}  // namespace
}  // namespace lectern::media
