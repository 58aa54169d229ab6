#include "server/http/connection/request_body.hpp"

#include "tests/server/http/fixtures/exchange_fixture.hpp"

namespace lectern::http::test {
namespace {

using RequestBodyTest = ExchangeTest;

std::string hash_text(const std::string& data) {
    std::uint64_t sum = 0;
    for (char c : data)
        sum = sum * 31 + static_cast<unsigned char>(c);
    return std::to_string(data.size()) + " " + std::to_string(sum);
}

TEST_F(RequestBodyTest, BodiesAreTakenUpToTheLimit) {
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

TEST_F(RequestBodyTest, ExpectContinueIsHonouredOrRefusedEarly) {
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

TEST_F(RequestBodyTest, SmallBodiesOfRefusedRequestsAreSkipped) {
    start();
    Client c = client();
    c.send("POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(c.answer().status, 404);
    c.send("hello");
    EXPECT_EQ(c.get("/echo").status, 200);
}

TEST_F(RequestBodyTest, StreamedBodiesAreLargerThanAnyBuffer) {
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

TEST_F(RequestBodyTest, BytesThatCameBeforeTheClientWentAreRead) {
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

TEST_F(RequestBodyTest, AStreamThatTheHandlerDoesNotReadEndsTheConnectionButNotTheAnswer) {
    start();
    Client c = client();
    c.send("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n");
    c.try_send(std::string(1000000, 'x'));
    const Answer a = c.answer();
    EXPECT_EQ(a.status, 200);
    EXPECT_TRUE(a.complete);
    EXPECT_EQ(a.field("Connection"), "close");
}

}  // namespace
}  // namespace lectern::http::test
