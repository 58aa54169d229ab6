#include "server/http/parse/framing.hpp"

#include "server/http/parse/parser.hpp"
#include "tests/server/http/parse/framing_table.hpp"

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

// Parser and gate together, as a connection uses them: the status, or 0 for what passes.
int judge(const std::string& raw, Framing& framing) {
    RequestHead head;
    if (const auto refusal = parse_head(raw, head)) return refusal->status;
    auto result = check_framing(head, raw);
    if (const auto* refusal = std::get_if<Refusal>(&result)) {
        EXPECT_FALSE(refusal->detail.empty());
        return refusal->status;
    }
    framing = std::get<Framing>(result);
    return 0;
}

TEST(FramingGate, RefusesTheTable) {
    for (const test::RefusedHead& c : test::refused_heads()) {
        Framing framing;
        EXPECT_EQ(judge(c.raw, framing), c.status) << c.name << "\n" << c.raw.substr(0, 200);
    }
}

TEST(FramingGate, LetsPassWhatIsClear) {
    using Body = Framing::Body;
    struct Case {
        std::string raw;
        Method method;
        Body body;
        std::uint64_t length;
        bool keep_alive;
        bool expects_continue;
        std::string host;
    };
    const Case cases[] = {
        {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", Method::get, Body::none, 0, true, false, "a"},
        {"HEAD / HTTP/1.1\r\nhost:A:80\r\n\r\n", Method::head, Body::none, 0, true, false, "a"},
        {"GET / HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n", Method::get, Body::none, 0, false,
         false, "[::1]"},
        {"GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", Method::get, Body::none, 0, true, false, "b"},
        {"GET / HTTP/1.0\r\n\r\n", Method::get, Body::none, 0, false, false, ""},
        {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", Method::get, Body::none, 0, true, false, ""},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: x, CLOSE\r\n\r\n", Method::get, Body::none, 0, false,
         false, "a"},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", Method::post, Body::none, 0, true, false,
         "a"},
        {"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775807\r\n\r\n", Method::put, Body::sized,
         9223372036854775807ull, true, false, "a"},
        {"PATCH / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n", Method::patch, Body::chunked, 0,
         true, false, "a"},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-Continue\r\n\r\n", Method::post,
         Body::sized, 5, true, true, "a"},
        {"GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n", Method::get, Body::none, 0, true, false,
         "a"},
        {"DELETE / HTTP/1.1\r\nHost: a\r\nX: \xc3\xad\r\n\r\n", Method::del, Body::none, 0, true, false, "a"},
        {"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", Method::options, Body::none, 0, true, false, "a"},
    };
    for (const Case& c : cases) {
        Framing framing;
        ASSERT_EQ(judge(c.raw, framing), 0) << c.raw;
        EXPECT_EQ(framing.method, c.method) << c.raw;
        EXPECT_EQ(framing.body, c.body) << c.raw;
        EXPECT_EQ(framing.length, c.length) << c.raw;
        EXPECT_EQ(framing.keep_alive, c.keep_alive) << c.raw;
        EXPECT_EQ(framing.expects_continue, c.expects_continue) << c.raw;
        EXPECT_EQ(framing.host, c.host) << c.raw;
    }
}

TEST(ParseHost, Table) {
    for (std::string_view good : {"a", "a.b-c_d:1", "127.0.0.1:65535", "[::1]", "[FE80::1]:80", "a:"}) {
        EXPECT_TRUE(parse_host(good)) << good;
    }
    for (std::string_view bad : {"", ":80", "a b", "a@b", "a/b", "a:x", "a:123456", "[::1", "::1", "[]",
                                 "[::1]x", "[::1]80", "[x]", "a,b", "a\x01", "\xc3\xad"}) {
        EXPECT_FALSE(parse_host(bad)) << bad;
    }
}

TEST(IsLoopbackHost, Table) {
    for (std::string_view good : {"localhost", "127.0.0.1", "127.255.0.9", "[::1]"}) {
        EXPECT_TRUE(is_loopback_host(good)) << good;
    }
    for (std::string_view bad : {"", "example.org", "localhost.example.org", "127.0.0.1.nip.io", "127.1",
                                 "127..0.1", "128.0.0.1", "0.0.0.0", "[::2]", "127.0.0.1000"}) {
        EXPECT_FALSE(is_loopback_host(bad)) << bad;
    }
}

TEST(ChunkDecoder, TakesChunksApartHoweverTheyAreSplit) {
    const std::string wire =
        "5;name=value\r\nhello\r\n1\r\n \r\nB\r\nwide world!\r\n0\r\nTrailer: x\r\nContent-MD5: y\r\n\r\nGET "
        "/";
    for (std::size_t step = 1; step <= wire.size(); ++step) {
        ChunkDecoder decoder;
        std::string data;
        std::string pending;
        std::size_t sent = 0;
        while (!decoder.finished() && sent < wire.size()) {
            const std::string piece = wire.substr(sent, step);
            sent += piece.size();
            pending += piece;
            while (!decoder.finished()) {
                const std::size_t used = decoder.feed(pending, data, 3);
                ASSERT_FALSE(decoder.failed()) << step;
                if (used == 0) break;
                pending.erase(0, used);
            }
        }
        ASSERT_TRUE(decoder.finished()) << step;
        EXPECT_EQ(data, "hello wide world!") << step;
        EXPECT_EQ(pending + wire.substr(sent), "GET /") << step;
    }
}

TEST(ChunkDecoder, FailsOnBrokenFramingAndFloods) {
    const std::string extension_flood = [] {
        std::string text;
        for (int i = 0; i < 200; ++i)
            text += "1;x=" + std::string(100, 'a') + "\r\nz\r\n";
        return text;
    }();
    for (const std::string& wire :
         {std::string("x\r\n"), std::string("-1\r\n"), std::string("5\r\nhelloX\r\n0\r\n\r\n"),
          std::string("5 \r\nhello\r\n"), std::string("0x5\r\nhello\r\n0\r\n\r\n"),
          std::string("5\nhello\n0\r\n\r\n"), std::string("11111111111111111\r\n"),
          "5;" + std::string(5000, 'a'), "1" + std::string(5000, '0'), extension_flood,
          "0\r\nA: " + std::string(9000, 'b') + "\r\n\r\n", "0\r\n" + std::string(2000, 'a')}) {
        ChunkDecoder decoder;
        std::string data;
        std::string_view rest = wire;
        while (!decoder.failed() && !rest.empty()) {
            const std::size_t used = decoder.feed(rest, data, 1000);
            if (used == 0) break;
            rest.remove_prefix(used);
        }
        EXPECT_TRUE(decoder.failed()) << wire.substr(0, 60);
        EXPECT_FALSE(decoder.finished());
    }
}

}  // namespace
}  // namespace lectern::http
