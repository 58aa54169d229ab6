#include "media/av/output/clock_leaps.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

TEST(ClockLeaps, AreNoneInATimeThatGoesOn) {
    ClockLeaps leaps;
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(leaps.take(0, 7 + i * 0.04, 0.04), 0);
        EXPECT_EQ(leaps.take(1, 7.1 + i * 0.04, 0.02), 0);
    }
    EXPECT_EQ(leaps.take(0, 17, 0.04), 0) << "a gap of some seconds";
    EXPECT_EQ(leaps.take(0, 16.8, 0.04), 0) << "a small step back";
    EXPECT_EQ(leaps.count(), 0U);
}

TEST(ClockLeaps, BackAndAheadAreTakenAway) {
    for (const double second : {3.0, 95'000.0, 90.0}) {
        ClockLeaps leaps;
        leaps.take(0, 100, 1);
        leaps.take(1, 100, 1);
        leaps.take(1, 101, 0.2);
        const double shift = leaps.take(0, second, 1);
        EXPECT_NEAR(second - shift, 101.2, 1e-9) << "after the end of both";
        EXPECT_NEAR(leaps.take(1, second, 1), shift, 1e-9) << "in step";
        EXPECT_NEAR(leaps.take(0, second + 1, 1), shift, 1e-9);
        EXPECT_EQ(leaps.count(), 1U);
        EXPECT_NEAR(leaps.first().value_or(0), 101.2, 1e-9);
    }
}

TEST(ClockLeaps, OfStreamsThatChangeOverAtDifferentPlacesAreOne) {
    ClockLeaps leaps;
    leaps.take(0, 100, 0.5);
    leaps.take(1, 100, 0.5);
    const double shift = leaps.take(0, 5, 0.5);
    EXPECT_EQ(leaps.take(1, 100.5, 0.5), 0) << "still the old clock";
    EXPECT_EQ(leaps.take(0, 5.5, 0.5), shift);
    EXPECT_EQ(leaps.take(1, 101, 0.5), 0);
    EXPECT_EQ(leaps.take(1, 6, 0.5), shift);
    EXPECT_EQ(leaps.take(0, 6, 0.5), shift);
    EXPECT_EQ(leaps.count(), 1U);
}

TEST(ClockLeaps, MayBeMany) {
    ClockLeaps leaps;
    double time = 0;
    for (int part = 0; part < 5; ++part) {
        for (int i = 0; i < 10; ++i, time += 1)
            EXPECT_NEAR(part * 1000.0 * (part % 2 == 0 ? 1 : -1) + i -
                            leaps.take(0, part * 1000.0 * (part % 2 == 0 ? 1 : -1) + i, 1),
                        time, 1e-9);
    }
    EXPECT_EQ(leaps.count(), 4U);
}

}  // namespace
}  // namespace lectern::media
