#include "domain/net/content_range.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(ContentRange, IsRead) {
    struct Case {
        const char* text;
        std::int64_t first, last, total;
    };
    for (const auto& [text, first, last, total] :
         {Case{"bytes 5-9/10", 5, 9, 10}, Case{"bytes 1000-1999/5000", 1000, 1999, 5000},
          Case{"bytes 0-0/*", 0, 0, -1}, Case{"bytes 5-9/*", 5, 9, -1}, Case{"bytes */10", -1, -1, 10},
          Case{"bytes */0", -1, -1, 0}, Case{"bytes */*", -1, -1, -1},
          Case{"bytes */1152921504606846976", -1, -1, std::int64_t{1} << 60}}) {
        const auto range = parse_content_range(text);
        ASSERT_TRUE(range) << text;
        EXPECT_EQ(range->first, first) << text;
        EXPECT_EQ(range->last, last) << text;
        EXPECT_EQ(range->total, total) << text;
        EXPECT_EQ(range->has_bytes(), first >= 0) << text;
    }
}

TEST(ContentRange, IsReadStrictly) {
    for (const char* text : {"",
                             "bytes",
                             "bytes 5-9",
                             "bytes 0-1",
                             "bytes 0-1/",
                             "bytes 9-5/10",
                             "bytes 2-1/5",
                             "bytes 5-10/10",
                             "bytes 0-5/5",
                             "bytes 0-0/0",
                             "bytes -5/10",
                             "bytes -1-5/9",
                             "bytes 5-/10",
                             "bytes 5-9/x",
                             "bytes 0-1/x",
                             "bytes 5-9/10 ",
                             "bytes 0-1/5 ",
                             "bytes  0-1/5",
                             "items 5-9/10",
                             "items 0-1/5",
                             "Bytes 0-1/5",
                             "bytes */",
                             "bytes 5-9223372036854775807/*",
                             "bytes 0-99999999999999999999/*",
                             "bytes 0-4611686018427387904/*",
                             "bytes */1152921504606846977",
                             "bytes 99999999999999999999-9/10"})
        EXPECT_FALSE(parse_content_range(text)) << text;
}

}  // namespace
}  // namespace lectern
