#include "server/http/run_blocking.hpp"

#include "tests/server/http/fixtures/exchange_fixture.hpp"

namespace lectern::http::test {
namespace {

using RunBlockingTest = ExchangeTest;

TEST_F(RunBlockingTest, BlockingWorkRunsElsewhereAndResumesHere) {
    add(Method::get, "/block", [this](Request&) -> awaitable<Response> {
        const auto here = std::this_thread::get_id();
        const auto there = co_await run_blocking(pool, [] { return std::this_thread::get_id(); });
        bool caught = false;
        try {
            co_await run_blocking(pool, [] { throw std::runtime_error("carried over"); });
        } catch (const std::runtime_error& error) {
            caught = std::string(error.what()) == "carried over";
        }
        const bool right = here != there && here == std::this_thread::get_id() && caught;
        co_return Response::json(200, right ? "right" : "wrong");
    });
    start();
    Client c = client();
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(c.get("/block").body, "right");
}

TEST_F(RunBlockingTest, AFullPoolIs503) {
    BlockingPool small(1, 0);
    add(Method::get, "/block", [this, &small](Request&) -> awaitable<Response> {
        co_await run_blocking(small, [this] { gate.arrive_and_wait(); });
        co_return Response::json(200, "{}");
    });
    start();
    Client first = client();
    first.send("GET /block HTTP/1.1\r\nHost: a\r\n\r\n");
    gate.wait_for_arrival();
    Client second = client();
    const Answer refused = second.get("/block");
    EXPECT_EQ(refused.status, 503);
    EXPECT_TRUE(refused.has("Retry-After"));
    EXPECT_EQ(small.counters().refused, 1u);
    gate.open();
    EXPECT_EQ(first.answer().status, 200);
    stop();
}

}  // namespace
}  // namespace lectern::http::test
