#include "server/api/uploads/content_range.hpp"

#include <gtest/gtest.h>

namespace lectern::api {
namespace {

TEST(ContentRange, ReadsPartsOfAFile) {
    const auto range = parse_content_range("bytes 1000-1999/5000");
    ASSERT_TRUE(range);
    EXPECT_EQ(range->first, 1000);
    EXPECT_EQ(range->last, 1999);
    EXPECT_EQ(range->total, 5000);
    EXPECT_EQ(parse_content_range("bytes 0-0/*")->total, -1);
}

TEST(ContentRange, RefusesTheRest) {
    for (const char* text : {"", "bytes", "bytes 0-1", "bytes 0-1/", "bytes 2-1/5", "bytes 0-5/5",
                             "bytes -1-5/9", "bytes 0-1/x", "bytes 0-1/5 ", "bytes  0-1/5", "items 0-1/5",
                             "bytes */5", "bytes 0-99999999999999999999/*", "bytes 0-4611686018427387904/*"})
        EXPECT_FALSE(parse_content_range(text)) << text;
}

}  // namespace
}  // namespace lectern::api
