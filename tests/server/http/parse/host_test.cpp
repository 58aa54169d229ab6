#include "server/http/parse/host.hpp"

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

TEST(ParseHost, Table) {
    for (std::string_view good : {"a", "a.b-c_d:1", "127.0.0.1:65535", "[::1]", "[FE80::1]:80", "a:"}) {
        EXPECT_TRUE(parse_host(good)) << good;
    }
    for (std::string_view bad : {"", ":80", "a b", "a@b", "a/b", "a:x", "a:123456", "[::1", "::1", "[]",
                                 "[::1]x", "[::1]80", "[x]", "a,b", "a\x01", "\xc3\xad"}) {
        EXPECT_FALSE(parse_host(bad)) << bad;
    }
}

TEST(IsLoopbackHost, Table) {
    for (std::string_view good : {"localhost", "127.0.0.1", "127.255.0.9", "[::1]"}) {
        EXPECT_TRUE(is_loopback_host(good)) << good;
    }
    for (std::string_view bad : {"", "example.org", "localhost.example.org", "127.0.0.1.nip.io", "127.1",
                                 "127..0.1", "128.0.0.1", "0.0.0.0", "[::2]", "127.0.0.1000"}) {
        EXPECT_FALSE(is_loopback_host(bad)) << bad;
    }
}

}  // namespace
}  // namespace lectern::http
