#include "server/http/answer/state_change.hpp"

#include "tests/server/http/fixtures/exchange_fixture.hpp"

#include <utility>

namespace lectern::http::test {
namespace {

using NamesAndValues = std::vector<std::pair<std::string, std::string>>;

bool refused(const NamesAndValues& fields, const OwnPages& own = {.host = "localhost:8080"},
             const std::vector<std::string>& listed = {}) {
    Fields request;
    for (const auto& [name, value] : fields)
        request.add(name, value);
    return is_unwanted_state_change(request, own, listed);
}

TEST(StateChange, OfProgramsThatAreNoBrowserIsServed) {
    EXPECT_FALSE(refused({}));
    EXPECT_FALSE(refused({{"User-Agent", "curl/8"}, {"Referer", "http://elsewhere.example/"}}));
}

TEST(StateChange, OfBrowsersNeedsAPageOfOurs) {
    for (const char* site : {"same-origin", "none", " Same-Origin "})
        EXPECT_FALSE(refused({{"Sec-Fetch-Site", site}})) << site;
    for (const char* site :
         {"same-site", "cross-site", "CROSS-SITE", "", "same-origin, cross-site", "something"})
        EXPECT_TRUE(refused({{"Sec-Fetch-Site", site}})) << site;
    EXPECT_TRUE(refused({{"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "cross-site"}}));
    EXPECT_TRUE(refused({{"Sec-Fetch-Site", "same-site"}, {"Origin", "http://localhost:8080"}}));
}

TEST(StateChange, OfOlderBrowsersNeedsOurOrigin) {
    for (const char* origin : {"http://localhost:8080", "HTTP://LOCALHOST:8080", "https://localhost:8080"})
        EXPECT_FALSE(refused({{"Origin", origin}})) << origin;
    for (const char* origin :
         {"http://localhost:3000", "http://localhost", "http://127.0.0.1:8080", "null", "", "localhost:8080",
          "ftp://localhost:8080", "http://localhost:8080.evil.example", "http://localhost:8080/", "http://",
          "http://evil.example:8080", "http://localhost:80800", "http://u@localhost:8080"})
        EXPECT_TRUE(refused({{"Origin", origin}})) << origin;
    EXPECT_TRUE(refused({{"Origin", "http://localhost:8080"}, {"Origin", "http://evil.example"}}));
    EXPECT_TRUE(refused({{"Origin", "http://localhost"}}, {}));  // HTTP/1.0 without Host
}

TEST(StateChange, PortsOfTheSchemeMayBeLeftOut) {
    EXPECT_FALSE(refused({{"Origin", "https://a.example"}}, {.host = "a.example", .secure = true}));
    EXPECT_FALSE(refused({{"Origin", "https://a.example"}}, {.host = "a.example:443", .secure = true}));
    EXPECT_FALSE(refused({{"Origin", "https://a.example"}}, {.host = "a.example"}));  // a proxy ends TLS
    EXPECT_FALSE(refused({{"Origin", "http://a.example:80"}}, {.host = "a.example"}));
    EXPECT_FALSE(refused({{"Origin", "http://[::1]:8080"}}, {.host = "[::1]:8080"}));
    EXPECT_TRUE(refused({{"Origin", "https://a.example"}}, {.host = "a.example:80", .secure = true}));
    EXPECT_TRUE(refused({{"Origin", "http://a.example"}}, {.host = "a.example", .secure = true}));
}

TEST(StateChange, OfTheProxysOriginIsServed) {
    const OwnPages own{.host = "127.0.0.1:8080", .public_origin = "https://school.example"};
    EXPECT_FALSE(refused({{"Origin", "https://school.example"}}, own));
    EXPECT_TRUE(refused({{"Origin", "https://school.example:444"}}, own));
    EXPECT_TRUE(refused({{"Sec-Fetch-Site", "same-site"}, {"Origin", "https://school.example"}}, own));
}

TEST(StateChange, OfListedOriginsIsServedButNotTheirPrefetch) {
    const std::vector<std::string> listed = {"https://app.example"};
    const OwnPages own{.host = "localhost:8080"};
    const NamesAndValues from_app = {{"Origin", "https://app.example"}, {"Sec-Fetch-Site", "cross-site"}};
    EXPECT_FALSE(refused(from_app, own, listed));
    EXPECT_TRUE(
        refused({{"Origin", "https://other.example"}, {"Sec-Fetch-Site", "cross-site"}}, own, listed));
    for (const char* purpose : {"prefetch", "prefetch;prerender", "x, Prefetch"}) {
        EXPECT_TRUE(refused({{"Sec-Purpose", purpose}}, own)) << purpose;
        EXPECT_TRUE(refused({{"Purpose", purpose}, from_app[0]}, own, listed)) << purpose;
    }
}

using StateChangeOnTheWire = ExchangeTest;

TEST_F(StateChangeOnTheWire, IsRefusedForEveryMethodThatChanges) {
    add(Method::put, "/echo", echo);
    add(Method::patch, "/echo", echo);
    add(Method::del, "/echo", echo);
    start();
    Client c = client();
    const auto status = [&](const std::string& method, const std::string& fields) {
        c.send(method + " HTTP/1.1\r\nHost: localhost:8080\r\nContent-Length: 0\r\n" + fields + "\r\n");
        return c.answer().status;
    };
    for (const char* method : {"POST /echo", "PUT /echo", "PATCH /echo", "DELETE /echo", "GET /change"}) {
        EXPECT_EQ(status(method, ""), 200) << method;
        EXPECT_EQ(status(method, "Sec-Fetch-Site: same-origin\r\n"), 200) << method;
        EXPECT_EQ(status(method, "Sec-Fetch-Site: same-site\r\n"), 403) << method;
        EXPECT_EQ(status(method, "Origin: http://localhost:3000\r\n"), 403) << method;
        EXPECT_EQ(status(method, "Origin: http://localhost:8080\r\n"), 200) << method;
    }
    EXPECT_EQ(status("GET /echo", "Sec-Fetch-Site: same-site\r\nOrigin: http://localhost:3000\r\n"), 200);
    // The authority of an absolute target wins over Host.
    EXPECT_EQ(status("POST http://a:1/echo", "Origin: http://a:1\r\n"), 200);
    EXPECT_EQ(status("POST http://a:1/echo", "Origin: http://localhost:8080\r\n"), 403);
}

}  // namespace
}  // namespace lectern::http::test
