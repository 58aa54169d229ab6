#include "server/http/parse/framing.hpp"

#include "server/http/parse/parser.hpp"
#include "tests/server/http/parse/framing_table.hpp"

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

// Parser and framing gate together, as a connection uses them. Gives the status of the refusal, 0 without
// one.
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

}  // namespace
}  // namespace lectern::http
