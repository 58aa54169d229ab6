#include "media/net/url.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

TEST(Url, HasOneNormalForm) {
    const std::pair<const char*, const char*> table[] = {
        {"https://Example.ORG", "https://example.org/"},
        {"HTTPS://example.org:443/a?b=c#d", "https://example.org/a?b=c"},
        {"http://example.org:80/", "http://example.org/"},
        {"https://example.org:8443/a", "https://example.org:8443/a"},
        {"https://example.org./a", "https://example.org/a"},
        {"https://example.org/a/../b/./c", "https://example.org/b/c"},
        {"https://[2001:DB8::1]/", "https://[2001:db8::1]/"},
        {"https://127.0.0.1/", "https://127.0.0.1/"},
        {"https://0x7f000001/", "https://127.0.0.1/"},
        {"https://2130706433/", "https://127.0.0.1/"},
        {"https://127.1/", "https://127.0.0.1/"},
        {"https://example.org/b\xc3\xa0i", "https://example.org/b%c3%a0i"},
    };
    for (const auto& [text, normal] : table) {
        const auto url = Url::parse(text);
        ASSERT_TRUE(url) << text;
        EXPECT_EQ(url->text(), normal) << text;
        EXPECT_EQ(Url::parse(url->text())->text(), normal) << "the normal form is its own";
    }
}

TEST(Url, RefusesWhatItMustNotAsk) {
    for (const char* text : {"",
                             "example.org",
                             "/a",
                             "ftp://example.org/",
                             "file:///etc/passwd",
                             "https://",

                             "https://user@example.org/",
                             "https://user:word@example.org/",
                             "https://example.org:0/",
                             "https://example.org:99999/",
                             "https://exa mple.org/",
                             "https://example.org/a b",
                             "https://example.org/\r\nX: y",
                             "https://[::1",
                             "https://[fe80::1%25eth0]/",
                             "https://ex%61mple.org\\@evil/",
                             "https://b\xc3\xa0i.example/",
                             "https://.example.org/",
                             "https://a..b/",
                             "https://a../",
                             "javascript:alert(1)"})
        EXPECT_FALSE(Url::parse(text)) << text;
    EXPECT_FALSE(Url::parse(std::string_view("https://a.example/\0b", 20)));
    EXPECT_FALSE(Url::parse("https://example.org/" + std::string(9000, 'a')));
}

TEST(Url, ResolvesReferences) {
    const auto base = *Url::parse("https://example.org/a/b?c=d");
    EXPECT_EQ(base.resolve("/x?y=z")->text(), "https://example.org/x?y=z");
    EXPECT_EQ(base.resolve("x")->text(), "https://example.org/a/x");
    EXPECT_EQ(base.resolve("?q")->text(), "https://example.org/a/b?q");
    EXPECT_EQ(base.resolve("//other.example/x")->text(), "https://other.example/x");
    EXPECT_EQ(base.resolve("http://10.0.0.1/")->text(), "http://10.0.0.1/");
    EXPECT_FALSE(base.resolve("file:///etc/passwd"));
    EXPECT_FALSE(base.resolve("https://"));
    EXPECT_FALSE(base.resolve(""));
    EXPECT_EQ(base.for_log(), "https://example.org/a/b") << "queries carry keys";
}

TEST(Url, QueriesRoundTrip) {
    const std::vector<std::pair<std::string, std::string>> pairs = {
        {"id", "a-b_c"}, {"uuid", "a&b=c d"}, {"t", "x\"y+z%"}, {"", "only a value"}, {"n", "b\xc3\xa0i"}};
    EXPECT_EQ(parse_query(format_query(pairs)), pairs);
    EXPECT_EQ(parse_query("a=1&&b&c=%4"),
              (std::vector<std::pair<std::string, std::string>>{{"a", "1"}, {"b", ""}, {"c", "%4"}}));
    EXPECT_EQ(percent_decode("%2541"), "%41") << "once";
}

}  // namespace
}  // namespace lectern::media
