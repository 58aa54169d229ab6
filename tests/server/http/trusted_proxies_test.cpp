#include "server/http/trusted_proxies.hpp"

#include "tests/server/http/fixtures/exchange_fixture.hpp"

#include <stdexcept>

namespace lectern::http::test {
namespace {

TEST(TrustedProxies, AreAddressesAndNetworks) {
    const TrustedProxies proxies({"127.0.0.1", "10.0.0.0/8", "192.168.4.0/22", "fd00::/8", "2001:db8::1"});
    for (const char* inside :
         {"127.0.0.1", "10.255.0.1", "192.168.7.255", "fd12::1", "2001:db8::1", "::ffff:10.1.1.1"})
        EXPECT_TRUE(proxies.contain(inside)) << inside;
    for (const char* outside : {"127.0.0.2", "11.0.0.1", "192.168.8.0", "192.168.3.255", "fe00::1",
                                "2001:db8::2", "::1", "", "localhost", "10.0.0.1.example"})
        EXPECT_FALSE(proxies.contain(outside)) << outside;
    EXPECT_TRUE(TrustedProxies({"0.0.0.0/0"}).contain("8.8.8.8"));
    EXPECT_FALSE(TrustedProxies({"0.0.0.0/0"}).contain("2001:db8::1"));
    EXPECT_FALSE(TrustedProxies().contain("127.0.0.1"));
    for (const char* wrong :
         {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "fd00::/129", "10.0.0/8"})
        EXPECT_THROW(TrustedProxies({wrong}), std::runtime_error) << wrong;
}

Fields noted(const std::vector<std::string>& forwarded) {
    Fields fields;
    for (const std::string& value : forwarded)
        fields.add("X-Forwarded-For", value);
    return fields;
}

TEST(TrustedProxies, TellWhoTheClientIs) {
    const TrustedProxies proxies({"127.0.0.1", "10.0.0.0/8"});
    const auto client = [&](const std::vector<std::string>& forwarded,
                            const std::string& peer = "127.0.0.1") {
        return proxies.client_of(noted(forwarded), peer);
    };
    EXPECT_EQ(client({"203.0.113.7"}), "203.0.113.7");
    EXPECT_EQ(client({"203.0.113.7"}, "198.51.100.1"), "198.51.100.1") << "nobody is believed about himself";
    EXPECT_EQ(client({}), "127.0.0.1");
    EXPECT_EQ(client({"8.8.8.8, 203.0.113.7"}), "203.0.113.7")
        << "what the client wrote itself does not count";
    EXPECT_EQ(client({"203.0.113.7, 10.0.0.9"}), "203.0.113.7");
    EXPECT_EQ(client({"8.8.8.8", "203.0.113.7 , 10.0.0.9"}), "203.0.113.7");
    EXPECT_EQ(client({"10.0.0.8, 10.0.0.9"}), "10.0.0.8");
    EXPECT_EQ(client({"203.0.113.7:5555"}), "203.0.113.7");
    EXPECT_EQ(client({"[2001:db8::1]:5555"}), "2001:db8::1");
    EXPECT_EQ(client({"2001:db8::1"}), "2001:db8::1");
    for (const char* nonsense : {"unknown", "", ",", "a b", "203.0.113.7; DROP", "[", "[]"})
        EXPECT_EQ(client({nonsense}), "127.0.0.1") << nonsense;
    EXPECT_EQ(client({"8.8.8.8, unknown, 10.0.0.9"}), "10.0.0.9");
}

TEST(TrustedProxies, TellWhetherTheClientSpokeTls) {
    const TrustedProxies proxies({"127.0.0.1"});
    Fields fields;
    EXPECT_EQ(proxies.client_is_secure(fields, "127.0.0.1"), std::nullopt);
    fields.add("X-Forwarded-Proto", "HTTPS");
    EXPECT_EQ(proxies.client_is_secure(fields, "127.0.0.1"), true);
    EXPECT_EQ(proxies.client_is_secure(fields, "203.0.113.7"), std::nullopt);
    fields.add("X-Forwarded-Proto", "http");
    EXPECT_EQ(proxies.client_is_secure(fields, "127.0.0.1"), false);
}

using BehindAProxy = ExchangeTest;

TEST_F(BehindAProxy, TheLogSeesTheClient) {
    options.trusted_proxies = TrustedProxies({"127.0.0.1"});
    start();
    Client c = client();
    EXPECT_EQ(c.get("/echo", "X-Forwarded-For: 203.0.113.7\r\n").status, 200);
    EXPECT_EQ(c.get("/echo").status, 200);
    EXPECT_EQ(c.get("/a%2fb", "X-Forwarded-For: 203.0.113.8\r\n").status, 400);
    const auto log = wait_for_log(3);
    EXPECT_EQ(log[0].peer, "203.0.113.7");
    EXPECT_EQ(log[1].peer, "127.0.0.1");
    EXPECT_EQ(log[2].peer, "203.0.113.8");
}

TEST_F(BehindAProxy, OthersAreNotBelieved) {
    start();
    Client c = client();
    EXPECT_EQ(c.get("/echo", "X-Forwarded-For: 203.0.113.7\r\n").status, 200);
    EXPECT_EQ(wait_for_log(1)[0].peer, "127.0.0.1");
}

TEST_F(BehindAProxy, TheCapOfAnAddressIsTheClients) {
    add(Method::get, "/wait", [this](Request&) -> awaitable<Response> {
        co_await run_blocking(pool, [this] { gate.arrive_and_wait(); });
        co_return Response::json(200, "{}");
    });
    add(Method::get, "/vital", echo, [](Route& route) { route.vital = true; });
    options.trusted_proxies = TrustedProxies({"127.0.0.1"});
    options.max_connections_per_address = 1;
    start();
    const std::string one = "X-Forwarded-For: 203.0.113.7\r\n", other = "X-Forwarded-For: 203.0.113.8\r\n";
    Client waiting = client(), second = client(), third = client();  // more than one connection of the proxy
    waiting.send("GET /wait HTTP/1.1\r\nHost: a\r\n" + one + "\r\n");
    gate.wait_for_arrival();
    EXPECT_EQ(second.get("/echo", one).status, 503);
    EXPECT_EQ(second.get("/vital", one).status, 200);
    EXPECT_EQ(third.get("/echo", other).status, 200);
    EXPECT_EQ(third.get("/echo").status, 200) << "the proxy itself";
    gate.open();
    EXPECT_EQ(waiting.answer().status, 200);
    EXPECT_EQ(waiting.get("/echo", one).status, 200);
}

TEST_F(BehindAProxy, AddressesInFieldsBeginWithThePublicUrl) {
    add(Method::get, "/linked", [](Request& request) -> awaitable<Response> {
        Response response = Response::json(200, std::string(request.public_url));
        response.fields.set("Location", "/api/1");
        response.fields.set("Link", "</a?skip=0>; rel=\"first\", </a?skip=9>; rel=\"last\"");
        co_return response;
    });
    options.public_url = parse_public_url("HTTPS://School.example/lectern/");
    start();
    const Answer a = client().get("/linked");
    EXPECT_EQ(a.body, "https://school.example/lectern");
    EXPECT_EQ(a.field("Location"), "https://school.example/lectern/api/1");
    EXPECT_EQ(a.field("Link"),
              "<https://school.example/lectern/a?skip=0>; rel=\"first\", "
              "<https://school.example/lectern/a?skip=9>; rel=\"last\"");
    Client c = client();
    EXPECT_EQ(c.get("/change", "Origin: https://school.example\r\n").status, 200);
    EXPECT_EQ(c.get("/change", "Origin: http://school.example\r\n").status, 403);
}

TEST(PublicUrl, IsAnAddressWithoutAQuery) {
    EXPECT_EQ(parse_public_url("https://school.example")->prefix, "https://school.example");
    EXPECT_EQ(parse_public_url("http://[::1]:8080/a/b//")->prefix, "http://[::1]:8080/a/b");
    EXPECT_EQ(parse_public_url("http://Localhost:8080/A")->origin, "http://localhost:8080");
    EXPECT_EQ(parse_public_url("http://Localhost:8080/A")->prefix, "http://localhost:8080/A");
    EXPECT_EQ(parse_public_url("http://Localhost:8080/A")->host, "localhost");
    for (const char* wrong :
         {"", "school.example", "/lectern", "ftp://a", "https://", "https://u@a", "https://a/?b",
          "https://a/#b", "https://a b", "https://a/\xc3\xad", "https://a/<b>"})
        EXPECT_FALSE(parse_public_url(wrong)) << wrong;
}

}  // namespace
}  // namespace lectern::http::test
