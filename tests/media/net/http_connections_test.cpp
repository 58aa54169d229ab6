#include "media/net/http_connections.hpp"

#include "media/net/curl_client.hpp"
#include "tests/media/net/scripted_server.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

HttpClientOptions local() {
    HttpClientOptions options;
    options.addresses = AddressPolicy::global_or_loopback;
    options.allow_http = true;
    return options;
}

const std::string hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

TEST(HttpConnections, AServerMayCloseThem) {
    ScriptedServer server({hello, hello, hello});
    HttpConnections connections;
    HttpRequest request;
    request.url = server.url();
    request.connections = &connections;
    for (int i = 0; i < 3; ++i) {
        const auto reply = CurlClient(local()).send(request, 100, {});
        ASSERT_TRUE(reply.has_value()) << reply.error().detail;
        EXPECT_EQ(reply->body, "hello");
    }
}

TEST(HttpConnections, AreNoWayAroundTheGuard) {
    ScriptedServer server({hello, hello});
    HttpConnections connections;
    std::string address = "127.0.0.1";
    const CurlClient client(local(),
                            [&](const std::string&) { return std::vector{*IpAddress::parse(address)}; });
    HttpRequest request;
    request.url = server.url();
    request.url.replace(7, 9, "host.test");
    request.connections = &connections;
    ASSERT_TRUE(client.send(request, 100, {}).has_value());
    address = "10.0.0.1";
    const auto reply = client.send(request, 100, {});
    ASSERT_TRUE(reply.has_error());
    EXPECT_EQ(reply.error().kind, HttpErrorKind::forbidden_address);
    EXPECT_EQ(server.requests().size(), 1u);
}

}  // namespace
}  // namespace lectern::media
