#include "server/http/answer/cors.hpp"

#include "tests/server/http/fixtures/exchange_fixture.hpp"
#include "tests/server/http/parse/framing_table.hpp"

namespace lectern::http::test {
namespace {

using CorsTest = ExchangeTest;

TEST_F(CorsTest, ConfiguredOriginsMayReadAnswers) {
    options.cors_origins = {"https://app.example"};
    start();
    Client c = client();
    const Answer a = c.get("/echo", "Origin: https://app.example\r\n");
    EXPECT_EQ(a.field("Access-Control-Allow-Origin"), "https://app.example");
    EXPECT_EQ(a.field("Vary"), "Origin");
    const Answer b = c.get("/echo", "Origin: https://other.example\r\n");
    EXPECT_EQ(b.status, 200);
    EXPECT_FALSE(b.has("Access-Control-Allow-Origin"));
    c.send(
        "OPTIONS /echo HTTP/1.1\r\nHost: a\r\nOrigin: https://app.example\r\n"
        "Access-Control-Request-Method: POST\r\n\r\n");
    const Answer preflight = c.answer();
    EXPECT_EQ(preflight.status, 204);
    EXPECT_EQ(preflight.field("Access-Control-Allow-Methods"), "GET, HEAD, POST, OPTIONS");
    EXPECT_NE(preflight.field("Access-Control-Allow-Headers").find("Authorization"), std::string::npos);
}

TEST_F(CorsTest, ErrorsAndShortAnswersHaveTheFieldsToo) {
    options.cors_origins = {"https://app.example"};
    start();
    Client c = client();
    for (const char* request : {"GET /nothing", "DELETE /echo", "GET /fail", "HEAD /echo"}) {
        c.send(std::string(request) + " HTTP/1.1\r\nHost: a\r\nOrigin: https://app.example\r\n\r\n");
        const Answer a = c.answer(std::string_view(request).starts_with("HEAD"));
        EXPECT_EQ(a.field("Access-Control-Allow-Origin"), "https://app.example") << request;
        EXPECT_NE(a.field("Access-Control-Expose-Headers").find("ETag"), std::string::npos) << request;
    }
    const Answer same = c.get("/echo", "Origin: https://app.example\r\nIf-None-Match: *\r\n");
    EXPECT_EQ(same.status, 304);
    EXPECT_EQ(same.field("Access-Control-Allow-Origin"), "https://app.example");
}

TEST_F(CorsTest, RefusalsBeforeARouteIsKnownHaveTheFieldsToo) {
    options.cors_origins = {"https://app.example"};
    options.loopback_hosts_only = true;
    start();
    const std::string origin = "\r\nOrigin: https://app.example\r\n";
    std::vector<RefusedHead> heads = {
        {"another host", "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n", 421},
        {"Expect", "GET /echo HTTP/1.1\r\nHost: localhost\r\nExpect: magic\r\n\r\n", 417},
        {"long target", "GET /" + std::string(8192, 'x') + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 414},
        {"large section", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(17000, 'x') + "\r\n\r\n", 431},
    };
    for (const RefusedHead& refused : refused_heads())
        if (refused.raw.find("HTTP/1.1\r\n") != std::string::npos) heads.push_back(refused);
    for (const RefusedHead& refused : heads) {
        std::string raw = refused.raw;
        const char after = raw[raw.find("\r\n") + 2];
        if (after == ' ' || after == '\t') continue;  // would be taken for more of the origin
        raw.replace(raw.find("\r\n"), 2, origin);
        Client c = client();
        c.try_send(raw);
        const Answer a = c.answer(raw.starts_with("HEAD"));
        EXPECT_EQ(a.status, refused.status) << refused.name;
        EXPECT_EQ(a.field("Access-Control-Allow-Origin"), "https://app.example") << refused.name;
        EXPECT_EQ(a.field("Vary"), "Origin") << refused.name;
    }
}

TEST_F(CorsTest, OtherOriginsGetNoFields) {
    const std::string preflight =
        "OPTIONS /echo HTTP/1.1\r\nHost: a\r\nOrigin: "
        "https://other.example\r\nAccess-Control-Request-Method: "
        "POST\r\n\r\n";
    for (const std::vector<std::string>& origins :
         {std::vector<std::string>{},
          std::vector<std::string>{"https://app.example", "https://other.example:444"}}) {
        options.cors_origins = origins;
        start();
        Client c = client();
        c.send(preflight);
        for (const Answer& a :
             {c.answer(), c.get("/echo", "Origin: https://other.example\r\n"),
              c.get("/echo", "Origin: https://app.example.evil\r\n"), c.get("/echo", "Origin: null\r\n"),
              c.get("/echo", "Origin: https://app.example\r\nOrigin: https://app.example\r\n")}) {
            EXPECT_EQ(a.head.find("Access-Control"), std::string::npos) << a.head;
            EXPECT_EQ(a.field("Vary"), origins.empty() ? "" : "Origin");
        }
        stop();
    }
    options.cors_origins = {"*"};
    start();
    Client c = client();
    EXPECT_EQ(c.get("/echo", "Origin: https://any.example\r\n").field("Access-Control-Allow-Origin"), "*");
}

}  // namespace
}  // namespace lectern::http::test
