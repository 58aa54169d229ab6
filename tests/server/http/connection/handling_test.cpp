#include "tests/server/http/connection/exchange_fixture.hpp"

namespace lectern::http::test {
namespace {

std::string hash_text(const std::string& data) {
    std::uint64_t sum = 0;
    for (char c : data)
        sum = sum * 31 + static_cast<unsigned char>(c);
    return std::to_string(data.size()) + " " + std::to_string(sum);
}

TEST_F(ExchangeTest, BodiesAreTakenUpToTheLimit) {
    start();
    Client c = client();
    const auto post = [](std::size_t size) {
        return "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
    };
    c.send(post(1000) + std::string(1000, 'x'));
    EXPECT_EQ(c.answer().status, 200);
    c.send(post(1001));  // refused before the body
    const Answer large = c.answer();
    EXPECT_EQ(large.status, 413);

    Client chunked = client();
    chunked.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    chunked.send("3e8\r\n" + std::string(1000, 'x') + "\r\n0\r\n\r\n");
    EXPECT_EQ(chunked.answer().status, 200);
    chunked.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    chunked.send("3e9\r\n" + std::string(1001, 'x') + "\r\n");
    const Answer chunked_large = chunked.answer();
    EXPECT_EQ(chunked_large.status, 413);
    EXPECT_EQ(chunked_large.field("Connection"), "close");

    Client broken = client();
    broken.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    EXPECT_EQ(broken.answer().status, 400);
    EXPECT_TRUE(broken.at_end());

    Client flood = client();
    flood.try_send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
                   std::string(300000, 'a'));
    EXPECT_EQ(flood.answer().status, 400);
}

TEST_F(ExchangeTest, ExpectContinueIsHonouredOrRefusedEarly) {
    start();
    Client c = client();
    c.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(c.answer(false, true).status, 100);
    c.send("hello");
    EXPECT_EQ(c.answer().body, "POST /echo [hello]");
    c.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello");
    EXPECT_EQ(c.answer().body, "POST /echo [hello]");
    c.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(c.answer(false, true).status, 413);
    EXPECT_TRUE(c.at_end());
    Client other = client();
    other.send("POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(other.answer(false, true).status, 404);
    EXPECT_TRUE(other.at_end());
}

TEST_F(ExchangeTest, AccessIsCheckedBeforeTheBody) {
    authorize = [](Request& request, const Route& route) -> awaitable<Result<>> {
        if (route.pattern == "/echo" && request.fields.find("Authorization") == nullptr) {
            co_return Error{ErrorCode::unauthenticated, "A token is needed.", {}, {}, {}};
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

TEST_F(ExchangeTest, SmallBodiesOfRefusedRequestsAreReadOver) {
    start();
    Client c = client();
    c.send("POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(c.answer().status, 404);
    c.send("hello");
    EXPECT_EQ(c.get("/echo").status, 200);
}

TEST_F(ExchangeTest, StreamedBodiesAreLargerThanAnyBuffer) {
    start();
    const std::string data = pattern_bytes(20 << 20);
    Client c = client();
    c.send("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(data.size()) + "\r\n\r\n");
    c.send(data);
    const Answer a = c.answer();
    EXPECT_EQ(a.body, hash_text(data));
    EXPECT_LE(std::stoul(a.field("X-Largest")), 128u * 1024);
    EXPECT_EQ(a.field("X-Length"), std::to_string(data.size()));

    c.send("POST /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (std::size_t i = 0; i < data.size(); i += 1 << 20) {
        c.send("100000\r\n");
        c.send(std::string_view(data).substr(i, 1 << 20));
        c.send("\r\n");
    }
    c.send("0\r\n\r\n");
    const Answer b = c.answer();
    EXPECT_EQ(b.body, hash_text(data));
    EXPECT_EQ(b.field("X-Length"), "none");
    EXPECT_EQ(c.get("/echo").status, 200);
}

TEST_F(ExchangeTest, WhatCameBeforeTheClientWentIsRead) {
    std::string seen;
    add(
        Method::post, "/keep",
        [this, &seen](Request& request) -> awaitable<Response> {
            co_await run_blocking(pool, [this] { gate.arrive_and_wait(); });
            while (true) {
                const auto piece = co_await request.stream->read();
                if (piece.empty()) break;
                seen.append(piece.data(), piece.size());
            }
            co_return Response::json(200, "{}");
        },
        [](Route& route) { route.streams_body = true; });
    start();
    Client c = client();
    c.send("POST /keep HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    gate.wait_for_arrival();
    c.send("5\r\nhello\r\n");
    c.finish_sending();
    gate.open();
    EXPECT_FALSE(c.answer().status == 200);
    stop();
    EXPECT_EQ(seen, "hello");
}

TEST_F(ExchangeTest, AStreamThatTheHandlerDoesNotReadEndsTheConnectionButNotTheAnswer) {
    start();
    Client c = client();
    c.send("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n");
    c.try_send(std::string(1000000, 'x'));
    const Answer a = c.answer();
    EXPECT_EQ(a.status, 200);
    EXPECT_TRUE(a.complete);
    EXPECT_EQ(a.field("Connection"), "close");
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

TEST_F(ExchangeTest, TheOwnerMapsExceptions) {
    hooks.exception_response = [](const std::exception_ptr&, const Request& request) {
        return problem(503, "away: " + request.path);
    };
    start();
    Client c = client();
    EXPECT_EQ(c.get("/fail").status, 503);
}

TEST_F(ExchangeTest, HeaderInjectionIsDefused) {
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

TEST_F(ExchangeTest, HostsThatAreNoLoopbackNamesAreRefusedWhereAsked) {
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

TEST_F(ExchangeTest, CorsIsForConfiguredOrigins) {
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

TEST_F(ExchangeTest, CorsIsForErrorsAndShortAnswersToo) {
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

TEST_F(ExchangeTest, CorsIsForNobodyElse) {
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

TEST_F(ExchangeTest, BlockingWorkRunsElsewhereAndResumesHere) {
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

TEST_F(ExchangeTest, AFullPoolIs503) {
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
