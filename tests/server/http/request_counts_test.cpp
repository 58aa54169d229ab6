#include "server/http/request_counts.hpp"

#include "tests/server/http/fixtures/exchange_fixture.hpp"

#include <map>
#include <numeric>

namespace lectern::http::test {
namespace {

using RequestCountsTest = ExchangeTest;
using Counted = std::map<std::tuple<std::string, std::string, int>, std::uint64_t>;

TEST_F(RequestCountsTest, RequestsAreCountedByRouteMethodAndStatus) {
    start();
    for (int i = 0; i < 3; ++i) {  // over the io threads
        Client c = client();
        c.get("/echo");
        c.get("/output/7/snippets/a");
        c.get("/output/8/snippets/b");
        c.get("/nothing");
        c.get("/fail");
        c.get("/echo", "If-None-Match: *\r\n");
        c.send("HEAD /echo HTTP/1.1\r\nHost: a\r\n\r\n");
        c.answer(true);
        c.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
        c.answer();
        c.send("BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n");
        c.answer();
    }
    wait_for_log(27);
    Counted counted;
    for (const RouteCounts& row : server->requests()) {
        std::uint64_t requests = 0;
        for (const auto& [status, count] : row.by_status) {
            const std::string method = row.head    ? "HEAD"
                                       : row.route ? std::string(to_text(row.route->method))
                                                   : "";
            counted[{method, row.route ? row.route->pattern : "", status}] = count;
            requests += count;
        }
        EXPECT_EQ(std::accumulate(row.durations.counts.begin(), row.durations.counts.end(), std::uint64_t{0}),
                  requests);
        EXPECT_EQ(row.durations.total.count() > 0, requests > 0);
    }
    const Counted expected{
        {{"GET", "/echo", 200}, 3},  {{"GET", "/echo", 304}, 3},
        {{"HEAD", "/echo", 200}, 3}, {{"POST", "/echo", 200}, 3},
        {{"GET", "/fail", 500}, 3},  {{"GET", "/output/{session_id}/snippets/{filename}", 200}, 6},
        {{"", "", 404}, 3},          {{"", "", 405}, 3},
    };
    EXPECT_EQ(counted, expected);
}

}  // namespace
}  // namespace lectern::http::test
