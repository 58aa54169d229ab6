#include "tests/server/http/fixtures/connection_fixture.hpp"

namespace lectern::http::test {
namespace {

TEST_F(ConnectionTest, DrainingLetsOpenRequestsEnd) {
    start();
    Client busy = client();
    busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
    gate.wait_for_arrival();
    Client idle = client();
    EXPECT_EQ(idle.get("/").status, 200);
    server->drain();
    server->drain();
    EXPECT_TRUE(idle.at_end());
    EXPECT_THROW(
        {
            // The listening socket is gone once idle connections are.
            Client late = client();
            late.get("/");
        },
        std::system_error);
    gate.open();
    const Answer a = busy.answer();
    EXPECT_EQ(a.body, "done");
    EXPECT_EQ(a.field("Connection"), "close");
    EXPECT_TRUE(busy.at_end());
    server->wait();
    EXPECT_EQ(server->counters().connections, 0u);
}

// What asks a body to end may come before the io thread has heard of the drain. A body that goes on then,
// because the server does not drain yet, would keep its thread from ever hearing of it.
TEST_F(ConnectionTest, ABodyInTheMiddleOfItsWorkSeesTheDrain) {
    std::atomic<bool> works{false}, drain_called{false}, seen{false};
    add(Method::get, "/works", [&](Request&) -> awaitable<Response> {
        Response response;
        response.body = StreamBody([&](BodyWriter& writer) -> awaitable<void> {
            works = true;
            works.notify_one();
            drain_called.wait(false);
            seen = writer.draining();
            co_await writer.write("done");
        });
        co_return response;
    });
    start();
    Client c = client();
    c.send("GET /works HTTP/1.1\r\nHost: a\r\n\r\n");
    works.wait(false);
    server->drain();
    drain_called = true;
    drain_called.notify_one();
    EXPECT_EQ(c.answer().body, "done");
    EXPECT_TRUE(c.at_end());
    EXPECT_TRUE(seen);
    server->wait();
}

TEST_F(ConnectionTest, TheDrainDeadlineCutsOffOpenRequests) {
    options.drain_deadline = 100ms;
    start();
    Client c = client();
    c.send("GET /forever HTTP/1.1\r\nHost: a\r\n\r\n");
    wait_until([](const Counters& counters) { return counters.connections == 1; });
    server->drain();
    server->wait();
    stop();  // cancels the handler's timer
    EXPECT_TRUE(c.at_end());
}

TEST_F(ConnectionTest, AServerMayEndWhileHandlersAreOnThePool) {
    start();
    Client c = client();
    c.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
    gate.wait_for_arrival();
    gate.open();
    stop();
    SUCCEED();
}

}  // namespace
}  // namespace lectern::http::test
