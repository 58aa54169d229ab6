#include "domain/base/durations.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace lectern {
namespace {

using namespace std::chrono_literals;

TEST(Durations, AreCountedBySize) {
    Durations durations;
    for (const auto duration : {0ns, 100us + 0ns, 100us + 1ns, 1s + 0ns, 600s + 0ns, 600s + 1ns, 100h + 0ns})
        durations.add(duration);
    Durations::Sum sum = durations.sum();
    EXPECT_EQ(sum.counts[0], 2u) << "an end belongs to its size";
    EXPECT_EQ(sum.counts[1], 1u);
    EXPECT_EQ(sum.counts[12], 1u);
    EXPECT_EQ(sum.counts[17], 1u);
    EXPECT_EQ(sum.counts[18], 2u) << "the last size holds all that is longer";
    EXPECT_EQ(sum.total, 200us + 1ns + 1s + 1200s + 1ns + 100h);
    sum += durations.sum();
    EXPECT_EQ(sum.counts[0], 4u);
    EXPECT_EQ(sum.total, 2 * durations.sum().total);
}

}  // namespace
}  // namespace lectern
