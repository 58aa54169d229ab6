#include "server/http/parse/target.hpp"

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

using Query = std::vector<std::pair<std::string, std::string>>;

TEST(ParseTarget, TakesWhatIsClear) {
    struct Case {
        std::string_view text, path;
        Query query;
        std::string_view authority = "";
    };
    const Case cases[] = {
        {"/", "/", {}},
        {"/a/b/", "/a/b/", {}},
        {"/a%20b", "/a b", {}},
        {"/1%29_T%C3%ADch%20ph%C3%A2n.mp4", "/1)_Tích phân.mp4", {}},
        {"/a%2520b", "/a%20b", {}},
        {"/a+b", "/a+b", {}},
        {"/a?", "/a", {}},
        {"/a?x", "/a", {{"x", ""}}},
        {"/a?x=1&y=a+b%26c&&x=2", "/a", {{"x", "1"}, {"y", "a b&c"}, {"x", "2"}}},
        {"/a?x=b=c", "/a", {{"x", "b=c"}}},
        {"/a?x=/../b%0a", "/a", {{"x", "/../b\n"}}},
        {"/a/..b/...", "/a/..b/...", {}},
        {"//a", "//a", {}},
        {"*", "*", {}},
        {"http://host:80/a?b=c", "/a", {{"b", "c"}}, "host:80"},
        {"HTTPS://host", "/", {}, "host"},
        {"http://host?x=1", "/", {{"x", "1"}}, "host"},
    };
    for (const Case& c : cases) {
        const auto target = parse_target(c.text);
        ASSERT_TRUE(target) << c.text;
        EXPECT_EQ(target->path, c.path) << c.text;
        EXPECT_EQ(target->query, c.query) << c.text;
        EXPECT_EQ(target->authority, c.authority) << c.text;
    }
}

TEST(ParseTarget, RefusesWhatIsNot) {
    for (std::string_view text : {"",         "a",        "/a b",        "/\xc3\xad",     "/a\x7f",
                                  "/a\tb",    "/a#b",     "/%",          "/%2",           "/%zz",
                                  "/a%2fb",   "/a%2Fb",   "/a%00b",      "/a%0db",        "/a%7fb",
                                  "/%ff",     "/%c0%af",  "/%ed%a0%80",  "/%f4%90%80%80", "/%c3",
                                  "/..",      "/a/../b",  "/a/%2e%2e/b", "/./a",          "/a/.",
                                  "/a?x=%00", "/a?x=%ff", "/a?x=%1",     "ftp://host/a",  "http:///a",
                                  "host:443", "**"}) {
        EXPECT_FALSE(parse_target(text)) << text;
    }
}

}  // namespace
}  // namespace lectern::http
