#include "server/http/send/response_head.hpp"

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

TEST(ResponseHead, HasStatusFieldsAndFraming) {
    Fields fields;
    fields.add("Content-Type", "text/plain");
    EXPECT_EQ(
        response_head(404, fields, {"Server: lectern\r\n", "id-1", "Content-Length: 5\r\n"}),
        "HTTP/1.1 404 Not Found\r\nServer: lectern\r\nContent-Type: text/plain\r\nX-Request-Id: id-1\r\n"
        "Content-Length: 5\r\n\r\n");
}

TEST(ResponseHead, SaysWhetherTheConnectionStays) {
    struct Case {
        int version;
        bool keep_alive;
        const char* field;
    };
    for (const Case& c :
         {Case{11, true, ""}, Case{11, false, "Connection: close\r\n"},
          Case{10, true, "Connection: keep-alive\r\n"}, Case{10, false, "Connection: close\r\n"}}) {
        EXPECT_EQ(response_head(204, {}, {"", "1", "", c.version, c.keep_alive}),
                  std::string("HTTP/1.1 204 No Content\r\nX-Request-Id: 1\r\n") + c.field + "\r\n")
            << c.version << c.keep_alive;
    }
}

TEST(ResponseHead, LeavesOutWhatIsTheConnectionsOwn) {
    Fields fields;
    for (const char* name : {"content-length", "Transfer-Encoding", "CONNECTION", "Date", "server",
                             "x-request-id", "X-Content-Type-Options"}) {
        fields.add(name, "forged");
    }
    EXPECT_EQ(response_head(200, fields, {"", "1", ""}).find("forged"), std::string::npos);
}

TEST(ResponseHead, LetsNoValueForgeFields) {
    Fields fields;
    fields.add("X-Value", "a\r\nSet-Cookie: b\tc");
    fields.add("X-Name\r\nEvil", "d");
    EXPECT_EQ(
        response_head(200, fields, {"", "1", ""}),
        "HTTP/1.1 200 OK\r\nX-Value: a  Set-Cookie: b\tc\r\nX-Name  Evil: d\r\nX-Request-Id: 1\r\n\r\n");
}

}  // namespace
}  // namespace lectern::http
