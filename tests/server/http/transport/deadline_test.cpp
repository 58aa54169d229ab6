#include "server/http/transport/deadline.hpp"

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

using namespace std::chrono_literals;

constexpr Deadline::Clock::time_point start{100s};

TEST(Deadline, ExpiresOnce) {
    Deadline deadline;
    deadline.set(start + 5s);
    EXPECT_FALSE(deadline.expires(start));
    EXPECT_FALSE(deadline.expires(start + 5s - 1ns));
    EXPECT_FALSE(deadline.expired());
    EXPECT_TRUE(deadline.expires(start + 5s));
    EXPECT_TRUE(deadline.expired());
    EXPECT_FALSE(deadline.expires(start + 6s)) << "a wait is woken once";
    EXPECT_TRUE(deadline.expired());
}

TEST(Deadline, RunsOnlyWhenItIsSet) {
    Deadline deadline;
    EXPECT_FALSE(deadline.expires(start + 24h));
    deadline.set(start);
    deadline.clear();
    EXPECT_FALSE(deadline.expires(start + 24h));
    EXPECT_FALSE(deadline.expired());
}

TEST(Deadline, SettingItAnewClearsTheExpiry) {
    Deadline deadline;
    deadline.set(start);
    EXPECT_TRUE(deadline.expires(start));
    deadline.clear();
    EXPECT_TRUE(deadline.expired());
    deadline.set(start + 1s);
    EXPECT_FALSE(deadline.expired());
}

}  // namespace
}  // namespace lectern::http
