#include "tests/server/http/server_fixture.hpp"

#include <fstream>
#include <stdexcept>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/ssl.h>
#include <sys/resource.h>

namespace lectern::http::test {
namespace {

using namespace std::chrono_literals;
using Counters = Server::Counters;

class LifecycleTest : public ServerTest {
protected:
    LifecycleTest() {
        options.io_threads = 1;
        add(Method::get, "/", [](Request&) -> awaitable<Response> { co_return Response::json(200, "{}"); });
        add(Method::get, "/wait", [this](Request&) -> awaitable<Response> {
            co_await run_blocking(pool, [this] { gate.arrive_and_wait(); });
            co_return Response::json(200, "done");
        });
        add(
            Method::post, "/upload",
            [](Request& request) -> awaitable<Response> {
                while (!(co_await request.stream->read()).empty()) {
                }
                co_return Response::json(200, "{}");
            },
            [](Route& route) {
                route.streams_body = true;
                route.body_limit = 1 << 20;
                route.body_deadline = 300ms;
            });
        add(
            Method::post, "/body",
            [](Request&) -> awaitable<Response> { co_return Response::json(200, "{}"); },
            [](Route& route) { route.body_deadline = 300ms; });
        add(Method::get, "/large", [](Request&) -> awaitable<Response> {
            Response response;
            response.body = std::string(32 << 20, 'x');
            co_return response;
        });
        add(Method::get, "/events", [this](Request&) -> awaitable<Response> {
            Response response;
            response.fields.add("Content-Type", "text/event-stream");
            response.body = StreamBody([this](BodyWriter& writer) { return send_events(writer, ended); });
            co_return response;
        });
        add(Method::get, "/three", [](Request&) -> awaitable<Response> {
            Response response;
            response.body = StreamBody(send_three);
            co_return response;
        });
        add(Method::get, "/broken", [](Request&) -> awaitable<Response> {
            Response response;
            response.body = StreamBody(send_and_throw);
            co_return response;
        });
        add(Method::get, "/forever", [](Request&) -> awaitable<Response> {
            boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, 1h);
            co_await timer.async_wait(boost::asio::use_awaitable);
            co_return Response::json(200, "{}");
        });
    }

    ~LifecycleTest() override {
        gate.open();
        stop();
    }

    static awaitable<void> send_events(BodyWriter& writer, std::atomic<int>& ended) {
        struct Count {
            std::atomic<int>& count;
            ~Count() { ++count; }
        } const at_end{ended};
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
        while (!writer.draining()) {
            co_await writer.write("data: tick\n\n");
            timer.expires_after(1ms);
            co_await timer.async_wait(boost::asio::use_awaitable);
        }
        co_await writer.write("data: bye\n\n");
    }

    static awaitable<void> send_three(BodyWriter& writer) {
        for (const char* piece : {"one ", "", "two ", "three"})
            co_await writer.write(piece);
    }

    static awaitable<void> send_and_throw(BodyWriter& writer) {
        co_await writer.write("some");
        throw std::runtime_error("the source broke");
    }

    std::atomic<int> ended{0};
};

TEST_F(LifecycleTest, ASlowHeadIsAnsweredWith408) {
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

TEST_F(LifecycleTest, IdleConnectionsAreClosed) {
    options.idle_deadline = 300ms;
    start();
    Client c = client();
    EXPECT_EQ(c.get("/").status, 200);
    EXPECT_TRUE(c.at_end());
    EXPECT_EQ(server->counters().timeouts, 0u);
}

TEST_F(LifecycleTest, SlowBodiesAreAnsweredWith408) {
    start();
    for (const char* path : {"/upload", "/body"}) {
        Client c = client();
        c.send("POST " + std::string(path) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nab");
        EXPECT_EQ(c.answer().status, 408) << path;
        EXPECT_TRUE(c.at_end()) << path;
    }
}

TEST_F(LifecycleTest, AClientThatDoesNotReadIsDropped) {
    options.pace_window = 400ms;
    start();
    Client c = Client(server->port(), 4096);
    c.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    wait_until([](const Counters& counters) { return counters.timeouts == 1; });
    EXPECT_FALSE(wait_for_log(1)[0].completed);
    EXPECT_FALSE(c.answer().complete);
}

TEST_F(LifecycleTest, AWindowWithEnoughProgressIsFollowedByTheNext) {
    options.pace_window = 1ms;  // over again and again while the client reads
    options.slowest_write = 0;  // any progress is enough
    start();
    Client c = Client(server->port(), 4096);
    c.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(c.answer().complete);
    EXPECT_EQ(server->counters().timeouts, 0u);
}

TEST_F(LifecycleTest, ConnectionsAreCappedInAll) {
    options.max_connections = 2;
    start();
    Client first = client();
    auto second = std::make_unique<Client>(server->port());
    EXPECT_EQ(first.get("/").status, 200);
    EXPECT_EQ(second->get("/").status, 200);
    Client third = client();
    const Answer refused = third.answer();
    EXPECT_EQ(refused.status, 503);
    EXPECT_TRUE(refused.complete);
    EXPECT_TRUE(refused.has("Retry-After"));
    EXPECT_TRUE(third.at_end());
    EXPECT_EQ(server->counters().refused_connections, 1u);
    second.reset();
    wait_until([](const Counters& counters) { return counters.connections == 1; });
    EXPECT_EQ(client().get("/").status, 200);
}

TEST_F(LifecycleTest, ConnectionsAreCappedPerAddress) {
    options.max_connections_per_address = 1;
    start();
    Client first = client();
    EXPECT_EQ(first.get("/").status, 200);
    EXPECT_EQ(client().answer().status, 503);
    EXPECT_EQ(first.get("/").status, 200);
}

TEST_F(LifecycleTest, RunningOutOfDescriptorsIsAPauseAndNotTheEnd) {
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

TEST_F(LifecycleTest, DrainingLetsOpenRequestsEnd) {
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

TEST_F(LifecycleTest, TheDrainDeadlineCutsOffWhoStays) {
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

TEST_F(LifecycleTest, AServerMayGoWhileHandlersAreOnThePool) {
    start();
    Client c = client();
    c.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
    gate.wait_for_arrival();
    gate.open();
    stop();
    SUCCEED();
}

TEST_F(LifecycleTest, EventsStopWhenTheClientGoes) {
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

TEST_F(LifecycleTest, EventsEndWellWhenTheServerDrains) {
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

TEST_F(LifecycleTest, StreamsAreChunkedAsFarAsTheClientKnowsThem) {
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

TEST_F(LifecycleTest, AStreamThatBreaksDoesNotEndAsIfItWereComplete) {
    start();
    Client c = client();
    const Answer a = c.get("/broken");
    EXPECT_EQ(a.status, 200);
    EXPECT_EQ(a.body, "some");
    EXPECT_FALSE(a.complete);
    ASSERT_EQ(errors().size(), 1u);
    EXPECT_NE(errors()[0].find("the source broke"), std::string::npos);
}

TEST_F(LifecycleTest, APortThatIsTakenIsAnError) {
    start();
    ServerOptions same = options;
    same.port = server->port();
    EXPECT_THROW(Server(same, router, nullptr), std::system_error);
}

class TlsTest : public LifecycleTest {
protected:
    TlsTest() : certificate("first") {
        options.tls_certificate = certificate.certificate();
        options.tls_key = certificate.key();
    }
    Certificate certificate;
};

TEST_F(TlsTest, SpeaksGoodVersionsAndCiphersOnly) {
    start();
    for (int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        Client c(server->port(), TlsOptions{.version = version});
        EXPECT_EQ(c.tls_version(), version);
        EXPECT_EQ(c.get("/").status, 200);
    }
    for (const char* good : {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
                             "ECDHE-ECDSA-CHACHA20-POLY1305"}) {
        Client c(server->port(), TlsOptions{.version = TLS1_2_VERSION, .ciphers = good});
        EXPECT_EQ(c.cipher(), good);
    }
    for (int version : {TLS1_VERSION, TLS1_1_VERSION}) {
        EXPECT_THROW(Client(server->port(), TlsOptions{.version = version, .ciphers = "ALL:@SECLEVEL=0"}),
                     std::runtime_error);
    }
    for (const char* bad : {"ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA", "ECDHE-ECDSA-AES128-CCM",
                            "AES128-GCM-SHA256", "NULL"}) {
        EXPECT_THROW(Client(server->port(), TlsOptions{.version = TLS1_2_VERSION, .ciphers = bad}),
                     std::runtime_error)
            << bad;
    }
}

TEST_F(TlsTest, ResumesSessionsAndKnowsItsProtocol) {
    start();
    Client first(server->port(), TlsOptions{.alpn = "http/1.1"});
    EXPECT_EQ(first.get("/").status, 200);  // TLS 1.3 sends its tickets with the first data
    EXPECT_FALSE(first.resumed());
    Client second(server->port(), TlsOptions{.resume = first.session()});
    EXPECT_TRUE(second.resumed());
    EXPECT_EQ(second.get("/").status, 200);
    EXPECT_THROW(Client(server->port(), TlsOptions{.alpn = "h2"}), std::runtime_error);
}

TEST_F(TlsTest, PlainTextOnTheTlsPortIsNoRequest) {
    start();
    Client c = client();
    c.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(c.receive_all().find("HTTP/1.1"), std::string::npos);
    EXPECT_EQ(server->counters().requests, 0u);
}

TEST_F(TlsTest, AHandshakeThatDoesNotGoOnIsCutOff) {
    options.handshake_deadline = 300ms;
    start();
    Client c = client();
    c.send("\x16\x03\x01");
    EXPECT_TRUE(c.at_end());
    EXPECT_EQ(server->counters().timeouts, 1u);
}

TEST_F(TlsTest, CertificatesAreReloadedForNewConnections) {
    start();
    Client before(server->port(), TlsOptions{});
    EXPECT_EQ(before.certificate_name(), "first");
    certificate.replace("second");
    server->reload_tls();
    Client after(server->port(), TlsOptions{});
    EXPECT_EQ(after.certificate_name(), "second");
    EXPECT_EQ(before.get("/").status, 200);
    std::ofstream(certificate.key()) << "no key";
    EXPECT_THROW(server->reload_tls(), std::runtime_error);
    Client still(server->port(), TlsOptions{});
    EXPECT_EQ(still.certificate_name(), "second");
    EXPECT_EQ(still.get("/").status, 200);
}

TEST_F(TlsTest, BadFilesAreNamed) {
    const auto message_of = [this](const std::string& certificate_file, const std::string& key_file) {
        ServerOptions bad = options;
        bad.tls_certificate = certificate_file;
        bad.tls_key = key_file;
        try {
            const Server made(bad, router, nullptr);
        } catch (const std::runtime_error& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    Certificate other("other");
    EXPECT_NE(message_of("/nowhere/c.pem", certificate.key()).find("/nowhere/c.pem cannot be read"),
              std::string::npos);
    EXPECT_NE(message_of(certificate.certificate(), other.key()).find(other.key()), std::string::npos);
    EXPECT_NE(message_of(certificate.key(), certificate.key()).find("no certificate"), std::string::npos);
    EXPECT_NE(message_of(certificate.certificate(), "").find("both"), std::string::npos);
}

TEST_F(TlsTest, DrainsWithACleanEnd) {
    start();
    Client idle(server->port(), TlsOptions{});
    EXPECT_EQ(idle.get("/").status, 200);
    Client busy(server->port(), TlsOptions{});
    busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
    gate.wait_for_arrival();
    server->drain();
    EXPECT_TRUE(idle.at_end());
    gate.open();
    EXPECT_EQ(busy.answer().body, "done");
    EXPECT_TRUE(busy.at_end());
    server->wait();
    EXPECT_EQ(server->counters().connections, 0u);
}

TEST_F(TlsTest, UploadsAndEventsGoThrough) {
    start();
    Client c(server->port(), TlsOptions{});
    const std::string data = pattern_bytes(1 << 20);
    c.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(data.size()) + "\r\n\r\n");
    c.send(data);
    EXPECT_EQ(c.answer().status, 200);
    EXPECT_EQ(c.get("/three").body, "one two three");
    EXPECT_EQ(c.get("/large").body.size(), 32u << 20);
}

}  // namespace
}  // namespace lectern::http::test
