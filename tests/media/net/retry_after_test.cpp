#include "media/net/retry_after.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

TEST(RetryAfter, IsReadInBothForms) {
    auto of = [](const char* value) { return retry_after(HttpHead{429, {{"retry-after", value}}}); };
    EXPECT_EQ(of("120"), std::chrono::seconds(120));
    EXPECT_EQ(of("Wed, 21 Oct 2015 07:28:00 GMT"), std::chrono::seconds(0));
    EXPECT_GT(of("Fri, 31 Dec 2199 23:59:59 GMT"), std::chrono::hours(1000));
    EXPECT_FALSE(of("soon"));
    EXPECT_FALSE(of("-5"));
    EXPECT_FALSE(retry_after(HttpHead{}));
}

}  // namespace
}  // namespace lectern::media
