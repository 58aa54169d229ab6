#include "server/http/transport/tls_context.hpp"
#include "tests/server/http/fixtures/connection_fixture.hpp"

namespace lectern::http::test {
namespace {

class TlsTest : public ConnectionTest {
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

TEST_F(TlsTest, AFullServerAnswers503OverTlsToo) {
    options.max_connections = 1;
    start();
    Client first(server->port(), TlsOptions{});
    EXPECT_EQ(first.get("/").status, 200);
    Client second(server->port(), TlsOptions{});
    const Answer refused = second.get("/");
    EXPECT_EQ(refused.status, 503);
    EXPECT_TRUE(refused.has("Retry-After"));
    EXPECT_TRUE(second.at_end());
    EXPECT_EQ(Client(server->port(), TlsOptions{}).get("/health").status, 200);
}

TEST_F(TlsTest, ConnectionsOfTheReserveAreShortAfterTheHandshakeToo) {
    options.max_connections = 1;
    options.header_deadline = 1h;
    start();
    Client first(server->port(), TlsOptions{});
    EXPECT_EQ(first.get("/").status, 200);
    Client silent(server->port(), TlsOptions{});
    EXPECT_TRUE(silent.at_end());
    EXPECT_EQ(first.get("/").status, 200);
}

TEST_F(TlsTest, PlainHttpIsRedirectedToTheTlsPort) {
    options.redirect_port = 0;
    start();
    ASSERT_TRUE(server->redirect_port());
    EXPECT_NE(*server->redirect_port(), server->port());
    const std::string base = "https://localhost:" + std::to_string(server->port());
    Client c(*server->redirect_port());
    for (const char* target : {"/", "/no/such%20thing?a=b&c=%2F"}) {
        const Answer a = c.get(target);
        EXPECT_EQ(a.status, 308);
        EXPECT_EQ(a.field("Location"), base + target);
    }
    c.send("POST http://Example.org:80/upload?x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
    EXPECT_EQ(c.answer().field("Location"),
              "https://example.org:" + std::to_string(server->port()) + "/upload?x");
    for (const auto& [target, path] : {std::pair{"http://a?b=/c", "/?b=/c"}, {"http://a", "/"}}) {
        c.send("GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_EQ(c.answer().field("Location"), "https://a:" + std::to_string(server->port()) + path);
    }
    c.send("GET / HTTP/1.1\r\nHost: [::1]\r\n\r\n");
    EXPECT_EQ(c.answer().field("Location"), "https://[::1]:" + std::to_string(server->port()) + "/");
    c.send("GET / HTTP/1.0\r\n\r\n");
    EXPECT_EQ(c.answer().status, 400);
    EXPECT_TRUE(c.at_end());
    Client bad(*server->redirect_port());
    bad.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    EXPECT_EQ(bad.answer().status, 400);
    EXPECT_TRUE(bad.at_end());
    server->drain();
    server->wait();
    EXPECT_THROW(Client(*server->redirect_port()).get("/"), std::system_error);
    ServerOptions plain;
    plain.redirect_port = 0;
    EXPECT_THROW(Server(plain, router, nullptr), std::runtime_error);
}

// The kernel lists what it offers in /proc; loading a module may add TLS.
TEST(KernelTls, IsSeenIfTheKernelOffersIt) {
    const bool offered = kernel_offers_tls();
    std::ifstream list("/proc/sys/net/ipv4/tcp_available_ulp");
    if (!list) GTEST_SKIP() << "this kernel has no such list";
    std::string name;
    bool listed = false;
    while (list >> name)
        listed = listed || name == "tls";
    EXPECT_EQ(offered, listed);
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

TEST_F(TlsTest, AStreamThatWaitsEndsWhenTheClientGoes) {
    start();
    {
        Client c(server->port(), TlsOptions{});
        c.send("GET /silent HTTP/1.1\r\nHost: a\r\n\r\n");
        std::string got;
        while (got.find("hello") == std::string::npos)
            got += c.receive();
        c.close_tls();
        wait_until([this](const Counters& counters) { return ended == 1 && counters.connections == 0; });
    }
    EXPECT_TRUE(errors().empty());
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
