#include "server/http/parse/readable_fields.hpp"

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

TEST(ReadableFields, AreTheWholeLinesThatAreWellFormed) {
    const Fields fields = readable_fields(
        "BREW / HTTP/1.1\r\nHost: a\r\nbad line\r\nX Y: b\r\n: c\r\nO\x01: d\r\nE: \x01\r\n Origin: "
        "folded\r\n"
        "Origin: \t https://app.example \r\nOrigin : no\r\n\r\nAfter: the head\r\n");
    ASSERT_EQ(fields.all().size(), 2u);
    EXPECT_EQ(*fields.find("Host"), "a");
    EXPECT_EQ(*fields.find("origin"), "https://app.example");
}

TEST(ReadableFields, OfAHeadWithoutAnEnd) {
    EXPECT_TRUE(readable_fields("").all().empty());
    EXPECT_TRUE(readable_fields("GET /" + std::string(100000, 'x')).all().empty());
    EXPECT_TRUE(readable_fields("GET / HTTP/1.1\r\nOrigin: https://app.exa").all().empty());
    EXPECT_EQ(readable_fields("GET / HTTP/1.1\r\nA: b\r\nX: " + std::string(100000, 'x')).all().size(), 1u);
}

}  // namespace
}  // namespace lectern::http
