#include "server/api/paging.hpp"

#include "server/api/endpoint.hpp"

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

// Reads the query into `page` and returns the number of mistakes.
std::size_t mistakes_in(std::vector<std::pair<std::string, std::string>> query, Page& page) {
    Mistakes mistakes;
    read_request_parameters(
        request_with(std::move(query)), [&](wire::Fields& fields) { page.describe(fields); }, mistakes);
    return mistakes.any() ? mistakes.error().fields.size() : 0;
}

TEST(ParsePage, DefaultsAndLimits) {
    Page page;
    ASSERT_EQ(mistakes_in({}, page), 0u);
    EXPECT_EQ(page.skip, 0);
    EXPECT_EQ(page.limit, 100);
    ASSERT_EQ(mistakes_in({{"limit", "1000"}}, page), 0u);
    EXPECT_EQ(page.limit, 1000);
}

TEST(ParsePage, ListsEveryMistake) {
    Page page;
    for (const char* bad : {"-1", "x", "", "1.5", "+1", "99999999999999999999"})
        EXPECT_EQ(mistakes_in({{"skip", bad}, {"limit", "0"}}, page), 2u) << bad;
    EXPECT_EQ(mistakes_in({{"limit", "1001"}}, page), 1u);
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
