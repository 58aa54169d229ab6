#include "server/http/answer/preconditions.hpp"

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

using enum Precondition;

constexpr std::int64_t changed = 784111777;  // Sun, 06 Nov 1994 08:49:37 GMT
constexpr std::string_view before = "Sun, 06 Nov 1994 08:49:36 GMT";
constexpr std::string_view same = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr std::string_view after = "Sun, 06 Nov 1994 08:49:38 GMT";

using Pairs = std::vector<std::pair<std::string, std::string>>;

Fields make(const Pairs& pairs) {
    Fields fields;
    for (const auto& [name, value] : pairs)
        fields.add(name, value);
    return fields;
}

TEST(CheckPreconditions, Table) {
    struct Case {
        Pairs fields;
        Precondition get;
        Precondition put;
    };
    const Case cases[] = {
        {{}, proceed, proceed},
        {{{"If-None-Match", "\"a\""}}, not_modified, failed},
        {{{"If-None-Match", "W/\"a\""}}, not_modified, failed},
        {{{"If-None-Match", "*"}}, not_modified, failed},
        {{{"If-None-Match", "\"b\""}}, proceed, proceed},
        {{{"If-None-Match", "\"b\", \"c,d\" ,\"a\""}}, not_modified, failed},
        {{{"If-None-Match", "\"b\""}, {"if-none-match", "\"a\""}}, not_modified, failed},
        {{{"If-None-Match", "\"b,\"a\""}}, proceed, proceed},
        {{{"If-None-Match", "a"}}, proceed, proceed},
        {{{"If-None-Match", ""}}, proceed, proceed},
        {{{"If-None-Match", "\"b\""}, {"If-Modified-Since", std::string(after)}}, proceed, proceed},
        {{{"If-Modified-Since", std::string(before)}}, proceed, proceed},
        {{{"If-Modified-Since", std::string(same)}}, not_modified, proceed},
        {{{"If-Modified-Since", std::string(after)}}, not_modified, proceed},
        {{{"If-Modified-Since", "yesterday"}}, proceed, proceed},
        {{{"If-Match", "\"a\""}}, proceed, proceed},
        {{{"If-Match", "*"}}, proceed, proceed},
        {{{"If-Match", "W/\"a\""}}, failed, failed},
        {{{"If-Match", "\"b\""}}, failed, failed},
        {{{"If-Match", "\"a\""}, {"If-Unmodified-Since", std::string(before)}}, proceed, proceed},
        {{{"If-Unmodified-Since", std::string(before)}}, failed, failed},
        {{{"If-Unmodified-Since", std::string(same)}}, proceed, proceed},
        {{{"If-Match", "\"a\""}, {"If-None-Match", "\"a\""}}, not_modified, failed},
        {{{"If-Match", "\"b\""}, {"If-None-Match", "\"a\""}}, failed, failed},
    };
    for (const Case& c : cases) {
        const std::string shown = c.fields.empty() ? "none" : c.fields[0].first + ": " + c.fields[0].second;
        const Validators validators{"\"a\"", changed};
        EXPECT_EQ(check_preconditions(Method::get, make(c.fields), validators), c.get) << shown;
        EXPECT_EQ(check_preconditions(Method::head, make(c.fields), validators), c.get) << shown;
        EXPECT_EQ(check_preconditions(Method::put, make(c.fields), validators), c.put) << shown;
    }
}

TEST(CheckPreconditions, WeakTagsWithoutDate) {
    struct Case {
        Pairs fields;
        Precondition get;
    };
    const Case cases[] = {
        {{{"If-None-Match", "W/\"a\""}}, not_modified},
        {{{"If-None-Match", "\"a\""}}, not_modified},
        {{{"If-None-Match", "W/\"b\""}}, proceed},
        {{{"If-Match", "W/\"a\""}}, failed},
        {{{"If-Match", "\"a\""}}, failed},
        {{{"If-Match", "*"}}, proceed},
        {{{"If-Modified-Since", std::string(after)}}, proceed},
        {{{"If-Unmodified-Since", std::string(before)}}, proceed},
    };
    for (const Case& c : cases)
        EXPECT_EQ(check_preconditions(Method::get, make(c.fields), {"W/\"a\"", std::nullopt}), c.get)
            << c.fields[0].first << ": " << c.fields[0].second;
}

TEST(TagsToMatch, AreTheStrongOnesOfAllFields) {
    using Tags = std::optional<std::vector<std::string>>;
    const auto tags = [](std::vector<std::string> values) {
        Fields request;
        for (std::string& value : values)
            request.add("if-match", std::move(value));
        return tags_to_match(request);
    };
    EXPECT_EQ(tags({}), std::nullopt);
    EXPECT_EQ(tags({" * "}), std::nullopt);
    EXPECT_EQ(tags({R"("a")", "*"}), std::nullopt);
    EXPECT_EQ(tags({R"("a,b" , W/"c",,"d")", R"("e")"}), (Tags{{R"("a,b")", R"("d")", R"("e")"}}));
    for (const char* none : {"", "nonsense", R"("open)", R"(W/"a")", ","})
        EXPECT_EQ(tags({none}), Tags{std::vector<std::string>{}}) << none;
}

TEST(RangeApplies, Table) {
    struct Case {
        Pairs fields;
        bool expected;
    };
    const Case cases[] = {
        {{}, true},
        {{{"If-Range", "\"a\""}}, true},
        {{{"If-Range", "W/\"a\""}}, false},
        {{{"If-Range", "\"b\""}}, false},
        {{{"If-Range", "\"a\", \"b\""}}, false},
        {{{"If-Range", std::string(same)}}, true},
        {{{"If-Range", std::string(before)}}, false},
        {{{"If-Range", std::string(after)}}, false},
        {{{"If-Range", "a"}}, false},
        {{{"If-Range", "\"a\""}, {"If-Range", "\"a\""}}, false},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(range_applies(make(c.fields), {"\"a\"", changed}), c.expected)
            << (c.fields.empty() ? "none" : c.fields[0].second);
    }
}

}  // namespace
}  // namespace lectern::http
