#include "server/api/paging.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::api {
namespace {

http::Request request_with(std::vector<std::pair<std::string, std::string>> query) {
    http::Request request;
    request.target = "/api/v1/sessions?whatever";
    request.query = std::move(query);
    return request;
}

TEST(ParsePage, DefaultsAndLimits) {
    const auto page = parse_page(request_with({}), 100);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->skip, 0);
    EXPECT_EQ(page->limit, 100);
    EXPECT_EQ(parse_page(request_with({{"limit", "1000"}}), 100)->limit, 1000);
}

TEST(ParsePage, ListsEveryMistake) {
    for (const char* bad : {"-1", "x", "", "1.5", "+1", "99999999999999999999"}) {
        const auto page = parse_page(request_with({{"skip", bad}, {"limit", "0"}}), 100);
        ASSERT_FALSE(page) << bad;
        EXPECT_EQ(page.error().fields.size(), 2u) << bad;
    }
    EXPECT_FALSE(parse_page(request_with({{"limit", "1001"}}), 100));
}

struct LinkCase {
    Page page;
    std::int64_t total;
    const char* link;
};

TEST(PageFields, LinksLeadThroughAllPages) {
    const LinkCase cases[] = {
        {{0, 10}, 0, R"(<S?skip=0&limit=10>; rel="first", <S?skip=0&limit=10>; rel="last")"},
        {{0, 10}, 10, R"(<S?skip=0&limit=10>; rel="first", <S?skip=0&limit=10>; rel="last")"},
        {{0, 10},
         25,
         R"(<S?skip=0&limit=10>; rel="first", <S?skip=10&limit=10>; rel="next", <S?skip=20&limit=10>; rel="last")"},
        {{20, 10},
         25,
         R"(<S?skip=0&limit=10>; rel="first", <S?skip=10&limit=10>; rel="prev", <S?skip=20&limit=10>; rel="last")"},
        {{5, 10},
         12,
         R"(<S?skip=0&limit=10>; rel="first", <S?skip=0&limit=10>; rel="prev", <S?skip=10&limit=10>; rel="last")"},
    };
    for (const LinkCase& c : cases) {
        http::Response response;
        http::Request request = request_with({});
        request.target = "S";
        add_page_fields(response, request, c.page, c.total);
        EXPECT_EQ(*response.fields.find("Link"), c.link);
        EXPECT_EQ(*response.fields.find("X-Total-Count"), std::to_string(c.total));
    }
}

TEST(PageFields, OtherParametersStayEncoded) {
    http::Response response;
    add_page_fields(response, request_with({{"sort_by", "na me&x"}, {"skip", "7"}}), {0, 1}, 1);
    EXPECT_THAT(*response.fields.find("Link"),
                testing::StartsWith("</api/v1/sessions?sort_by=na%20me%26x&skip=0&limit=1>"));
}

}  // namespace
}  // namespace lectern::api
