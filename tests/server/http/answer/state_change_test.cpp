#include "server/http/answer/state_change.hpp"

#include "tests/server/http/fixtures/exchange_fixture.hpp"

#include <utility>

namespace lectern::http::test {
namespace {

using NamesAndValues = std::vector<std::pair<std::string, std::string>>;

Initiator initiator(const NamesAndValues& fields, const OwnPages& own = {.host = "localhost:8080"},
                    const std::vector<std::string>& listed = {}) {
    Fields request;
    for (const auto& [name, value] : fields)
        request.add(name, value);
    return initiator_of(request, own, listed);
}

bool refused(const NamesAndValues& fields, const OwnPages& own = {.host = "localhost:8080"},
             const std::vector<std::string>& listed = {}) {
    return initiator(fields, own, listed) == Initiator::unwanted;
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

TEST(StateChange, OnlyOurPagesAreOurs) {
    const OwnPages own{.host = "localhost:8080"};
    EXPECT_EQ(initiator({}), Initiator::program);
    EXPECT_EQ(initiator({{"Sec-Fetch-Site", "same-origin"}}), Initiator::own_page);
    EXPECT_EQ(initiator({{"Sec-Fetch-Site", "none"}}), Initiator::own_page);
    EXPECT_EQ(initiator({{"Origin", "http://localhost:8080"}}), Initiator::own_page);
    for (const char* listed : {"https://app.example", "*"}) {
        EXPECT_EQ(initiator({{"Origin", "https://app.example"}}, own, {listed}), Initiator::listed_page);
        EXPECT_EQ(
            initiator({{"Origin", "https://app.example"}, {"Sec-Fetch-Site", "same-site"}}, own, {listed}),
            Initiator::listed_page);
        EXPECT_EQ(initiator({{"Origin", "http://localhost:8080"}, {"Sec-Fetch-Site", "same-origin"}}, own,
                            {listed}),
                  Initiator::own_page)
            << "our pages need not be listed";
    }
    EXPECT_EQ(initiator({{"Sec-Fetch-Site", "same-site"}}, own, {"*"}), Initiator::unwanted);
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

TEST_F(StateChangeOnTheWire, TheHandlerKnowsTheRequestsOfOurPages) {
    const auto tell = [](Request& request) -> awaitable<Response> {
        co_return Response::json(200, request.from_own_page ? "ours" : "not ours");
    };
    add(Method::post, "/whose", tell);
    add(Method::get, "/whose", tell);
    options.cors_origins = {"https://app.example"};
    start();
    Client c = client();
    const auto whose = [&](const std::string& method, const std::string& fields) {
        c.send(method + " /whose HTTP/1.1\r\nHost: localhost:8080\r\nContent-Length: 0\r\n" + fields +
               "\r\n");
        return c.answer().body;
    };
    EXPECT_EQ(whose("POST", "Sec-Fetch-Site: same-origin\r\n"), "ours");
    EXPECT_EQ(whose("POST", "Origin: http://localhost:8080\r\n"), "ours");
    EXPECT_EQ(whose("POST", ""), "not ours");
    EXPECT_EQ(whose("POST", "Origin: https://app.example\r\nSec-Fetch-Site: cross-site\r\n"), "not ours");
    EXPECT_EQ(whose("GET", "Sec-Fetch-Site: same-origin\r\n"), "not ours") << "a GET changes nothing";
}

TEST_F(StateChangeOnTheWire, ACookieIsSetWhateverTheAnswerIs) {
    authorize = [](Request& request, const Route&) -> awaitable<Result<>> {
        request.set_cookie = "lectern=1; Path=/";
        co_return Result<>();
    };
    start();
    Client c = client();
    EXPECT_EQ(c.get("/fail").field("Set-Cookie"), "lectern=1; Path=/");
    const Answer found = c.get("/echo");
    EXPECT_EQ(found.field("Set-Cookie"), "lectern=1; Path=/");
    const Answer same = c.get("/echo", "If-None-Match: " + found.field("ETag") + "\r\n");
    EXPECT_EQ(same.status, 304);
    EXPECT_EQ(same.field("Set-Cookie"), "lectern=1; Path=/");
    EXPECT_FALSE(c.get("/nowhere").has("Set-Cookie"));
}

}  // namespace
}  // namespace lectern::http::test
