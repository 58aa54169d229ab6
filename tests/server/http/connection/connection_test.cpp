#include "server/http/connection_limits.hpp"
#include "tests/server/http/fixtures/connection_fixture.hpp"

namespace lectern::http::test {
namespace {

TEST_F(ConnectionTest, ASlowHeadIsAnsweredWith408) {
    options.header_deadline = 300ms;
    start();
    Client c = client();
    c.send("GET / HTTP/1.1\r\nHo");
    EXPECT_EQ(c.answer().status, 408);
    EXPECT_TRUE(c.at_end());
    Client silent = client();
    EXPECT_TRUE(silent.at_end());
    EXPECT_EQ(server->counters().timeouts, 1u);
}

TEST_F(ConnectionTest, IdleConnectionsAreClosed) {
    options.idle_deadline = 300ms;
    start();
    Client c = client();
    EXPECT_EQ(c.get("/").status, 200);
    EXPECT_TRUE(c.at_end());
    EXPECT_EQ(server->counters().timeouts, 0u);
}

// A client that sent its requests in quick succession keeps its coroutine at first.
TEST_F(ConnectionTest, IdleConnectionsThatWereBusyAreClosed) {
    options.idle_deadline = 1200ms;
    start();
    Client c = client();
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(c.get("/").status, 200);
    EXPECT_TRUE(c.at_end());
    EXPECT_EQ(server->counters().timeouts, 0u);
    Client busy = client();
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(busy.get("/").status, 200);
    server->drain();
    EXPECT_TRUE(busy.at_end());
    server->wait();
    EXPECT_EQ(server->counters().connections, 0u);
}

TEST_F(ConnectionTest, SlowBodiesAreAnsweredWith408) {
    start();
    for (const char* path : {"/upload", "/body"}) {
        Client c = client();
        c.send("POST " + std::string(path) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nab");
        EXPECT_EQ(c.answer().status, 408) << path;
        EXPECT_TRUE(c.at_end()) << path;
    }
}

TEST_F(ConnectionTest, AClientThatDoesNotReadIsDropped) {
    options.pace_window = 400ms;
    start();
    Client c = Client(server->port(), 4096);
    c.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    wait_until([](const Counters& counters) { return counters.timeouts == 1; });
    EXPECT_FALSE(wait_for_log(1)[0].completed);
    EXPECT_FALSE(c.answer().complete);
}

TEST_F(ConnectionTest, AWindowWithEnoughProgressIsFollowedByTheNext) {
    options.pace_window = 1ms;  // many windows end while the client reads
    options.slowest_write = 0;  // any progress is enough
    start();
    Client c = Client(server->port(), 4096);
    c.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(c.answer().complete);
    EXPECT_EQ(server->counters().timeouts, 0u);
}

TEST_F(ConnectionTest, ConnectionsAreCappedInAll) {
    options.max_connections = 2;
    start();
    Client first = client();
    auto second = std::make_unique<Client>(server->port());
    EXPECT_EQ(first.get("/").status, 200);
    EXPECT_EQ(second->get("/").status, 200);
    Client third = client();
    const Answer refused = third.get("/");
    EXPECT_EQ(refused.status, 503);
    EXPECT_TRUE(refused.complete);
    EXPECT_TRUE(refused.has("Retry-After"));
    EXPECT_TRUE(third.at_end());
    EXPECT_EQ(server->counters().refused_connections, 1u);
    Client watcher = client();
    EXPECT_EQ(watcher.get("/health").status, 200);
    EXPECT_TRUE(watcher.at_end());
    wait_until([](const Counters& counters) { return counters.connections == 2; });
    second.reset();
    wait_until([](const Counters& counters) { return counters.connections == 1; });
    EXPECT_EQ(client().get("/").status, 200);
}

TEST_F(ConnectionTest, ConnectionsAreCappedPerAddress) {
    options.max_connections_per_address = 1;
    start();
    Client first = client();
    EXPECT_EQ(first.get("/").status, 200);
    EXPECT_EQ(client().get("/").status, 503);
    EXPECT_EQ(first.get("/").status, 200);
}

TEST_F(ConnectionTest, ConnectionsOverTheReserveAreRefusedAtOnce) {
    options.max_connections = 1;
    start();
    Client regular = client();
    std::vector<std::unique_ptr<Client>> silent;
    for (std::size_t i = 0; i < ConnectionLimits::reserve_per_address; ++i)
        silent.push_back(std::make_unique<Client>(server->port()));
    const Answer refused = client().answer();
    EXPECT_EQ(refused.status, 503);
    EXPECT_TRUE(refused.complete);
    EXPECT_TRUE(refused.has("Retry-After"));
    EXPECT_EQ(silent[0]->get("/health").status, 200);
    EXPECT_EQ(regular.get("/").status, 200);
}

// No read or write of this client has to wait, so that only the bound ends its turn.
TEST_F(ConnectionTest, AClientWithManyRequestsAtOnceLetsOthersHaveTheirTurn) {
    constexpr int asked = 200;
    int answered = 0;
    int at_turn_of_others = 0;
    add(Method::get, "/count", [&](Request&) -> awaitable<Response> {
        if (answered++ == 0) {
            boost::asio::post(co_await boost::asio::this_coro::executor,
                              [&] { at_turn_of_others = answered; });
        }
        co_return Response::json(200, "{}");
    });
    start();
    Client c = client();
    std::string requests;
    for (int i = 0; i < asked; ++i)
        requests.append("GET /count HTTP/1.1\r\nHost: a\r\n\r\n");
    c.send(requests);
    for (int i = 0; i < asked; ++i)
        ASSERT_EQ(c.answer().status, 200);
    stop();
    EXPECT_GT(at_turn_of_others, 0);
    EXPECT_LT(at_turn_of_others, asked / 2);
}

TEST_F(ConnectionTest, RunningOutOfDescriptorsIsAPauseAndNotTheEnd) {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "the undefined behaviour sanitizer itself needs descriptors to look at a vptr";
#endif
    start();
    Client kept = client();
    EXPECT_EQ(kept.get("/").status, 200);
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    UniqueFd waiting(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    Client next = [&] {
        Client made = client();  // made first: it needs a descriptor, too
        return made.get("/").status == 200 ? client() : client();
    }();
    EXPECT_EQ(next.get("/").status, 200);
    std::vector<UniqueFd> spare;
    const rlimit tight{64, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
    while (true) {
        UniqueFd fd(::dup(0));
        if (!fd) break;
        spare.push_back(std::move(fd));
    }
    spare.pop_back();  // one for the client's side, none for the server's
    Client refused = client();
    refused.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(kept.get("/").status, 200);
    spare.clear();
    EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_EQ(refused.answer().status, 200);
}

TEST_F(ConnectionTest, EventsStopWhenTheClientGoes) {
    start();
    {
        Client c = client();
        c.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
        std::string got;
        while (got.find("tick") == std::string::npos)
            got += c.receive();
        EXPECT_NE(got.find("Transfer-Encoding: chunked"), std::string::npos);
        EXPECT_EQ(ended, 0);
    }
    wait_until([this](const Counters& counters) { return ended == 1 && counters.connections == 0; });
    EXPECT_FALSE(wait_for_log(1)[0].completed);
    EXPECT_TRUE(errors().empty());
}

TEST_F(ConnectionTest, AStreamThatWaitsEndsWhenTheClientGoes) {
    start();
    const std::string request = "GET /silent HTTP/1.1\r\nHost: a\r\n\r\n";
    const auto read_hello = [](Client& c) {
        std::string got;
        while (got.find("hello") == std::string::npos)
            got += c.receive();
    };
    Client stays = client();
    stays.send(request + "GET / HTTP/1.1\r\nHost: a\r\n\r\n");  // the second has to wait
    read_hello(stays);
    for (int i = 1; i <= 3; ++i) {
        Client c = client();
        c.send(i == 2 ? request + request : request);
        read_hello(c);
        if (i == 3) c.reset();
        if (i < 3) c.finish_sending();
        wait_until([this, i](const Counters& counters) { return ended == i && counters.connections == 1; });
    }
    for (const Logged& line : wait_for_log(3))
        EXPECT_FALSE(line.completed);
    EXPECT_TRUE(errors().empty());
}

TEST_F(ConnectionTest, AStreamEndsWhenItsClientHasVanished) {
    options.stream_unacknowledged = 300ms;
    start();
    const auto begin = [](Client& c) {
        c.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
        std::string got;
        while (got.find("tick") == std::string::npos)
            got += c.receive();
    };
    Client stays = client(), vanishes = client();
    begin(stays);
    begin(vanishes);
    vanishes.vanish();
    wait_until([this](const Counters& counters) { return ended == 1 && counters.connections == 1; });
    EXPECT_NE(stays.receive().find("tick"), std::string::npos);
    EXPECT_TRUE(errors().empty());
}

TEST_F(ConnectionTest, EventsEndWithALastChunkWhenTheServerDrains) {
    start();
    Client c = client();
    c.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    std::string got;
    while (got.find("tick") == std::string::npos)
        got += c.receive();
    server->drain();
    got += c.receive_all();
    EXPECT_TRUE(got.ends_with("data: bye\n\n\r\n0\r\n\r\n"));
    server->wait();
    EXPECT_EQ(ended, 1);
}

TEST_F(ConnectionTest, StreamsAreChunkedExceptForHttp10) {
    start();
    Client c = client();
    const Answer a = c.get("/three");
    EXPECT_EQ(a.body, "one two three");
    EXPECT_TRUE(a.complete);
    c.send("HEAD /three HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(c.answer(true).status, 200);
    EXPECT_EQ(c.get("/").status, 200);
    Client old = client();
    old.send("GET /three HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const Answer b = old.answer();
    EXPECT_EQ(b.body, "one two three");
    EXPECT_FALSE(b.has("Transfer-Encoding"));
    EXPECT_EQ(b.field("Connection"), "close");
}

TEST_F(ConnectionTest, AStreamThatBreaksDoesNotEndAsIfItWereComplete) {
    start();
    Client c = client();
    const Answer a = c.get("/broken");
    EXPECT_EQ(a.status, 200);
    EXPECT_EQ(a.body, "some");
    EXPECT_FALSE(a.complete);
    ASSERT_EQ(errors().size(), 1u);
    EXPECT_NE(errors()[0].find("the source broke"), std::string::npos);
}

TEST_F(ConnectionTest, APortThatIsTakenIsAnError) {
    start();
    ServerOptions same = options;
    same.port = server->port();
    EXPECT_THROW(Server(same, router, nullptr), std::system_error);
}

}  // namespace
}  // namespace lectern::http::test
