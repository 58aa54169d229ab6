#include "tests/server/http/fixtures/exchange_fixture.hpp"
#include "tests/server/http/parse/framing_table.hpp"

namespace lectern::http::test {
namespace {

TEST_F(ExchangeTest, AnswersWithTheFieldsThatEveryAnswerHas) {
    start();
    Client c = client();
    const Answer a = c.get("/echo?x=1");
    EXPECT_EQ(a.status, 200);
    EXPECT_EQ(a.body, "GET /echo []");
    EXPECT_EQ(a.field("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(a.field("Server"), "lectern");
    EXPECT_EQ(a.field("Content-Type"), "application/json");
    EXPECT_TRUE(a.field("Date").ends_with(" GMT"));
    EXPECT_FALSE(a.field("X-Request-Id").empty());
    EXPECT_FALSE(a.has("Connection"));
    EXPECT_FALSE(a.has("Access-Control-Allow-Origin"));
    const Answer b = c.get("/echo", "X-Request-Id: mine-1.2_3\r\n");
    EXPECT_EQ(b.field("X-Request-Id"), "mine-1.2_3");
    const Answer d = c.get("/echo", "X-Request-Id: not sane\r\n");
    EXPECT_NE(d.field("X-Request-Id"), "not sane");
    EXPECT_NE(d.field("X-Request-Id"), a.field("X-Request-Id"));
    const auto log = wait_for_log(3);
    EXPECT_EQ(log[1].request_id, "mine-1.2_3");
    EXPECT_EQ(log[0].target, "/echo?x=1");
    EXPECT_EQ(log[0].pattern, "/echo");
    EXPECT_EQ(log[0].peer, "127.0.0.1");
    EXPECT_EQ(log[0].status, 200);
    EXPECT_TRUE(log[0].completed);
    EXPECT_GT(log[0].bytes, a.body.size());
}

TEST_F(ExchangeTest, RefusedHeadsEndTheConnectionAndNothingAfterThemIsRead) {
    start();
    std::size_t requests = 0;
    for (const RefusedHead& refused : refused_heads()) {
        Client c = client();
        c.try_send(refused.raw + "GET /echo HTTP/1.1\r\nHost: smuggled\r\n\r\n");
        const Answer a = c.answer(refused.raw.starts_with("HEAD"));
        EXPECT_EQ(a.status, refused.status) << refused.name;
        EXPECT_EQ(a.field("Content-Type"), "application/problem+json") << refused.name;
        EXPECT_EQ(a.field("Connection"), "close") << refused.name;
        EXPECT_EQ(a.has("Allow"), a.status == 405) << refused.name;
        c.finish_sending();
        EXPECT_TRUE(c.at_end()) << refused.name;
        ++requests;
    }
    for (const Logged& line : wait_for_log(requests))
        EXPECT_NE(line.status, 200) << line.target;
}

TEST_F(ExchangeTest, HeadLimitsAreExact) {
    start();
    const std::string start_line = "GET /echo HTTP/1.1\r\n";
    const std::string host = "Host: a\r\n";
    const auto with_section_of = [&](std::size_t bytes) {
        const std::string frame = host + "X: \r\n";
        return start_line + host + "X: " + std::string(bytes - frame.size(), 'x') + "\r\n\r\n";
    };
    Client c = client();
    c.send(with_section_of(16 * 1024));
    EXPECT_EQ(c.answer().status, 200);
    c.send(with_section_of(16 * 1024 + 1));
    EXPECT_EQ(c.answer().status, 431);

    Client endless = client();  // without an end it is refused all the same
    endless.try_send(start_line + "X: " + std::string(17 * 1024, 'x'));
    EXPECT_EQ(endless.answer().status, 431);

    Client target = client();
    target.send("GET /echo?" + std::string(8192 - 6, 'x') + " HTTP/1.1\r\n" + host + "\r\n");
    EXPECT_EQ(target.answer().status, 200);
    target.try_send("GET /echo?" + std::string(8192 - 5, 'x') + " HTTP/1.1\r\n" + host + "\r\n");
    EXPECT_EQ(target.answer().status, 414);

    Client endless_target = client();
    endless_target.try_send("GET /" + std::string(9000, 'x'));
    EXPECT_EQ(endless_target.answer().status, 414);
}

TEST_F(ExchangeTest, KeepsAliveAsTheVersionsSay) {
    start();
    struct Case {
        std::string request;
        bool stays;
        std::string says = "";
    };
    const Case cases[] = {
        {"GET /echo HTTP/1.1\r\nHost: a\r\n\r\n", true},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false, "close"},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nConnection: Upgrade , CLOSE\r\n\r\n", false, "close"},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n", false,
         "close"},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nConnection: closed\r\n\r\n", true},
        {"GET /echo HTTP/1.0\r\n\r\n", false, "close"},
        {"GET /echo HTTP/1.0\r\nConnection: close, keep-alive\r\n\r\n", false, "close"},
        {"GET /echo HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true, "keep-alive"},
        {"GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true, "keep-alive"},
        {"GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n", true},
        {"GET /fail HTTP/1.1\r\nHost: a\r\n\r\n", true},
        {"\r\n\r\nGET /echo HTTP/1.1\r\nHost: a\r\n\r\n", true},
    };
    for (const Case& k : cases) {
        Client c = client();
        c.send(k.request);
        const Answer a = c.answer();
        EXPECT_TRUE(a.complete) << k.request;
        EXPECT_EQ(a.field("Connection"), k.says) << k.request;
        if (k.stays) {
            EXPECT_EQ(c.get("/echo").status, 200) << k.request;
        } else {
            EXPECT_TRUE(c.at_end()) << k.request;
        }
    }
}

TEST_F(ExchangeTest, PipelinedRequestsAreAnsweredInOrder) {
    start();
    Client c = client();
    std::string all;
    for (int i = 0; i < 50; ++i) {
        const std::string body = "body " + std::to_string(i);
        all += "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
               "\r\n\r\n" + body;
        all += "GET /output/" + std::to_string(i) + "/snippets/x HTTP/1.1\r\nHost: a\r\n\r\n";
    }
    c.send(all);
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(c.answer().body, "POST /echo [body " + std::to_string(i) + "]");
        EXPECT_EQ(c.answer().field("X-Param-session_id"), std::to_string(i));
    }
}

TEST_F(ExchangeTest, PipelinedAnswersWithoutBodiesKeepTheOrder) {
    start();
    Client c = client();
    const std::string rest = " HTTP/1.1\r\nHost: a\r\n";
    c.send("HEAD /output/1/snippets/x" + rest + "\r\n" + "GET /echo" + rest + "If-None-Match: *\r\n\r\n" +
           "OPTIONS /echo" + rest + "\r\n" + "GET /nothing" + rest + "\r\n" + "GET /fail" + rest + "\r\n" +
           "HEAD /nothing" + rest + "\r\n" + "GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" +
           "GET /echo" + rest + "Connection: close\r\n\r\n" + "GET /echo" + rest + "\r\n");
    EXPECT_EQ(c.answer(true).field("X-Param-session_id"), "1");
    EXPECT_EQ(c.answer().status, 304);
    EXPECT_EQ(c.answer().status, 204);
    EXPECT_EQ(c.answer().status, 404);
    EXPECT_EQ(c.answer().status, 500);
    EXPECT_EQ(c.answer(true).status, 404);
    EXPECT_EQ(c.answer().field("Connection"), "keep-alive");
    EXPECT_EQ(c.answer().field("Connection"), "close");
    EXPECT_TRUE(c.at_end()) << "nothing is answered after the last request that counts";
}

TEST_F(ExchangeTest, RequestsMayComeByteByByte) {
    start();
    Client c = client();
    for (char b : std::string("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                              "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: t\r\n\r\n")) {
        c.send(std::string(1, b));
    }
    EXPECT_EQ(c.answer().body, "POST /echo [abcde]");
    EXPECT_EQ(c.get("/echo").status, 200);
}

TEST_F(ExchangeTest, PathParametersAreDecodedOnce) {
    start();
    Client c = client();
    const Answer a = c.get("/output/7/snippets/1%29_T%C3%AD%252F%20b.mp4");
    EXPECT_EQ(a.status, 200);
    EXPECT_EQ(a.field("X-Param-filename"), "1)_Tí%2F b.mp4");
    EXPECT_EQ(c.get("/output/7/snippets/a/").field("X-Param-filename"), "a");
    EXPECT_EQ(c.get("/output/7/snippets/a/b").status, 404);
    for (const char* hostile : {"a%2fb", "a%00b", "..%2f..%2fetc", "%2e%2e", "a%ff"}) {
        Client other = client();
        EXPECT_EQ(other.get(std::string("/output/7/snippets/") + hostile).status, 400) << hostile;
    }
}

TEST_F(ExchangeTest, WrongPathsAndMethods) {
    start();
    Client c = client();
    EXPECT_EQ(c.get("/nothing").status, 404);
    c.send("DELETE /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    const Answer wrong = c.answer();
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.field("Allow"), "GET, HEAD, POST, OPTIONS");
    c.send("OPTIONS /echo/ HTTP/1.1\r\nHost: a\r\n\r\n");
    const Answer options_answer = c.answer();
    EXPECT_EQ(options_answer.status, 204);
    EXPECT_EQ(options_answer.field("Allow"), "GET, HEAD, POST, OPTIONS");
    EXPECT_FALSE(options_answer.has("Content-Length"));
    c.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(c.answer().status, 204);
    c.send("HEAD /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    const Answer head = c.answer(true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.field("Content-Length"), std::to_string(std::string("HEAD /echo []").size()));
    c.send("HEAD /nothing HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(c.answer(true).status, 404);
    EXPECT_EQ(c.get("/echo").status, 200);  // no body was left on the wire
}

TEST_F(ExchangeTest, RoutesThatChangeStateAreGuarded) {
    start();
    Client c = client();
    EXPECT_EQ(c.get("/change").status, 200);
    EXPECT_EQ(c.get("/change", "Sec-Fetch-Site: same-origin\r\n").status, 200);
    EXPECT_EQ(c.get("/change", "Sec-Fetch-Site: cross-site\r\n").status, 403);
    EXPECT_EQ(c.get("/change", "Sec-Purpose: prefetch;prerender\r\n").status, 403);
    EXPECT_EQ(c.get("/change", "Purpose: prefetch\r\n").status, 403);
    EXPECT_EQ(c.get("/echo", "Sec-Fetch-Site: cross-site\r\n").status, 200);
    c.send("POST /echo HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: cross-site\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(c.answer().status, 403);
    c.send("HEAD /change HTTP/1.1\r\nHost: a\r\n\r\n");
    const Answer head = c.answer(true);
    EXPECT_EQ(head.status, 405);
    EXPECT_EQ(head.field("Allow"), "GET, OPTIONS");
}

TEST_F(ExchangeTest, AccessIsCheckedBeforeTheBody) {
    authorize = [](Request& request, const Route& route) -> awaitable<Result<>> {
        if (route.pattern == "/echo" && request.fields.find("Authorization") == nullptr) {
            co_return Error::unauthenticated("A token is needed.");
        }
        request.caller.token_id = "t1";
        co_return Result<>{};
    };
    start();
    Client c = client();
    c.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n");  // nothing of it is sent
    const Answer a = c.answer();
    EXPECT_EQ(a.status, 401);
    EXPECT_EQ(a.field("WWW-Authenticate"), "Bearer");
    EXPECT_EQ(wait_for_log(1)[0].token_id, "");
    Client d = client();
    EXPECT_EQ(d.get("/echo", "Authorization: Bearer x\r\n").status, 200);
    EXPECT_EQ(wait_for_log(2)[1].token_id, "t1");
}

TEST_F(ExchangeTest, ExceptionsBecomeProblemsAndAreLoggedOnce) {
    start();
    Client c = client();
    const Answer a = c.get("/fail");
    EXPECT_EQ(a.status, 500);
    EXPECT_EQ(a.field("Content-Type"), "application/problem+json");
    EXPECT_EQ(a.body.find("SELECT"), std::string::npos);
    ASSERT_EQ(errors().size(), 1u);
    EXPECT_NE(errors()[0].find("SELECT secret"), std::string::npos);
    EXPECT_NE(errors()[0].find(a.field("X-Request-Id")), std::string::npos);
}

TEST_F(ExchangeTest, TheHookMapsExceptions) {
    hooks.exception_response = [](const std::exception_ptr&, const Request& request) {
        return problem(503, "away: " + request.path);
    };
    start();
    Client c = client();
    EXPECT_EQ(c.get("/fail").status, 503);
}

TEST_F(ExchangeTest, ValuesCannotInjectFields) {
    add(Method::get, "/inject", [](Request& request) -> awaitable<Response> {
        Response response = Response::json(200, "{}");
        response.fields.add("X-Value", *request.query_value("v"));
        co_return response;
    });
    start();
    Client c = client();
    const Answer a = c.get("/inject?v=a%0d%0aSet-Cookie:%20b");
    EXPECT_FALSE(a.has("Set-Cookie"));
    EXPECT_EQ(a.field("X-Value"), "a  Set-Cookie: b");
}

TEST_F(ExchangeTest, OtherHostsThanLoopbackAreRefusedIfConfigured) {
    options.loopback_hosts_only = true;
    start();
    Client c = client();
    for (const char* host : {"localhost", "localhost:8080", "127.0.0.1", "[::1]:1"}) {
        c.send("GET /echo HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n");
        EXPECT_EQ(c.answer().status, 200) << host;
    }
    for (const char* host : {"evil.example", "localhost.evil.example", "192.168.0.1"}) {
        c.send("GET /echo HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n");
        EXPECT_EQ(c.answer().status, 421) << host;
    }
}

}  // namespace
}  // namespace lectern::http::test
