#include "media/net/curl_client.hpp"

#include "tests/media/net/scripted_server.hpp"

#include <cstdlib>
#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::media {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t plenty = 1 << 20;

HttpClientOptions local() {
    HttpClientOptions options;
    options.addresses = AddressPolicy::any;
    options.allow_http = true;
    return options;
}

HttpRequest get(const std::string& url) {
    HttpRequest request;
    request.url = url;
    return request;
}

std::string answer(const std::string& body, const std::string& headers = "",
                   const std::string& status = "200 OK") {
    return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

HttpErrorKind failure_of(const HttpClientOptions& options, const HttpRequest& request,
                         const WorkControl& control = {}, const HostResolver& resolver = {}) {
    const auto reply = CurlClient(options, resolver).send(request, plenty, control);
    EXPECT_TRUE(reply.has_error()) << "an answer came";
    return reply.has_error() ? reply.error().kind : HttpErrorKind{-1};
}

TEST(CurlClient, GetsWithHeaders) {
    ScriptedServer server({answer("hello", "X-One:  a b \r\nx-one: second\r\n")});
    auto request = get(server.url("/path?q=1"));
    request.headers = {{"Range", "bytes=5-"}, {"Accept-Encoding", "identity"}};
    const auto reply = CurlClient(local()).send(request, plenty, {});
    ASSERT_TRUE(reply.has_value());
    EXPECT_EQ(reply->head.status, 200);
    EXPECT_EQ(reply->body, "hello");
    EXPECT_EQ(*reply->head.find("X-ONE"), "a b");
    EXPECT_EQ(reply->head.find("absent"), nullptr);
    const std::string asked = server.requests().at(0);
    EXPECT_THAT(asked, testing::StartsWith("GET /path?q=1 HTTP/1.1\r\n"));
    EXPECT_THAT(asked, HasSubstr("Range: bytes=5-\r\n"));
    EXPECT_THAT(asked, HasSubstr("Accept-Encoding: identity\r\n"));
    EXPECT_THAT(asked, HasSubstr("User-Agent: Lectern/"));
}

TEST(CurlClient, SkipsInterimAnswersAndTrailers) {
    ScriptedServer server(
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
         "HTTP/1.1 206 Partial\r\nTransfer-Encoding: chunked\r\n\r\n"
         "3\r\nabc\r\n0\r\nX-Trailer: late\r\n\r\n"});
    const auto reply = CurlClient(local()).send(get(server.url()), plenty, {});
    ASSERT_TRUE(reply.has_value());
    EXPECT_EQ(reply->head.status, 206);
    EXPECT_EQ(reply->body, "abc");
    EXPECT_EQ(reply->head.find("Link"), nullptr);
    EXPECT_EQ(reply->head.find("X-Trailer"), nullptr);
}

TEST(CurlClient, DoesNotFollowRedirects) {
    ScriptedServer server({answer("", "Location: http://127.0.0.1:1/\r\n", "302 Found")});
    const auto reply = CurlClient(local()).send(get(server.url()), plenty, {});
    ASSERT_TRUE(reply.has_value());
    EXPECT_EQ(reply->head.status, 302);
    EXPECT_EQ(server.requests().size(), 1u);
}

TEST(CurlClient, PostsBytes) {
    ScriptedServer server({answer("{}")});
    auto request = get(server.url());
    const std::string body = "{\"a\":1}";
    request.body = RawBody{"application/json", body};
    ASSERT_TRUE(CurlClient(local()).send(request, plenty, {}).has_value());
    const std::string asked = server.requests().at(0);
    EXPECT_THAT(asked, testing::StartsWith("POST / "));
    EXPECT_THAT(asked, HasSubstr("Content-Type: application/json\r\n"));
    EXPECT_THAT(asked, testing::EndsWith("\r\n\r\n" + body));
    EXPECT_THAT(asked, Not(HasSubstr("Expect")));
}

TEST(CurlClient, PostsAFormWithAFile) {
    ScriptedServer server({answer("{}")});
    const std::string audio = std::string(100'000, 'a') + std::string("\0\r\n--x", 6) + "end of audio";
    auto request = get(server.url());
    request.body = FormBody{{{"model", "whisper-1", "", ""}, {"file", audio, "a\"b.wav", "audio/wav"}}};
    ASSERT_TRUE(CurlClient(local()).send(request, plenty, {}).has_value());
    const std::string asked = server.requests().at(0);
    EXPECT_THAT(asked, HasSubstr("Content-Type: multipart/form-data; boundary="));
    EXPECT_THAT(asked, HasSubstr("name=\"model\"\r\n\r\nwhisper-1\r\n"));
    EXPECT_THAT(asked, HasSubstr("filename=\"a%22b.wav\""));
    EXPECT_NE(asked.find("Content-Type: audio/wav\r\n\r\n" + audio + "\r\n"), std::string::npos);
}

TEST(CurlClient, CarriesCookiesOnlyInTheCallersJar) {
    ScriptedServer server({answer("", "Set-Cookie: a=1; Path=/\r\n"), answer(""), answer("")});
    CookieJar jar;
    auto with = get(server.url());
    with.cookies = &jar;
    const CurlClient client(local());
    ASSERT_TRUE(client.send(with, plenty, {}).has_value());
    EXPECT_EQ(jar.lines.size(), 1u);
    ASSERT_TRUE(client.send(with, plenty, {}).has_value());
    ASSERT_TRUE(client.send(get(server.url()), plenty, {}).has_value());
    EXPECT_THAT(server.requests().at(1), HasSubstr("Cookie: a=1\r\n"));
    EXPECT_THAT(server.requests().at(2), Not(HasSubstr("Cookie")));
}

TEST(CurlClient, KeepsFewCookies) {
    const auto set = [](const std::string& name, int count, std::size_t length) {
        std::string headers;
        for (int i = 0; i < count; ++i)
            headers +=
                "Set-Cookie: " + name + std::to_string(i) + "=" + std::string(length, 'x') + "; Path=/\r\n";
        return answer("", headers);
    };
    ScriptedServer server({set("a", 40, 1), set("b", 40, 1), set("c", 40, 1), set("d", 40, 3'000)});
    CookieJar many, long_ones;
    auto request = get(server.url());
    const CurlClient client(local());
    request.cookies = &many;
    for (int i = 0; i < 3; ++i)
        ASSERT_TRUE(client.send(request, plenty, {}).has_value());
    EXPECT_EQ(many.lines.size(), 100u);
    request.cookies = &long_ones;
    ASSERT_TRUE(client.send(request, plenty, {}).has_value());
    EXPECT_GT(long_ones.lines.size(), 10u);
    EXPECT_LT(long_ones.lines.size(), 25u);
}

TEST(CurlClient, IgnoresTheEnvironmentsProxy) {
    ScriptedServer server({answer("direct")});
    for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"})
        ::setenv(name, "http://127.0.0.1:1", 1);
    const auto reply = CurlClient(local()).send(get(server.url()), plenty, {});
    for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"})
        ::unsetenv(name);
    ASSERT_TRUE(reply.has_value());
    EXPECT_EQ(reply->body, "direct");
}

TEST(CurlClient, SaysWhenTheAnswerIsCut) {
    ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "",
                           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"});
    EXPECT_EQ(failure_of(local(), get(server.url())), HttpErrorKind::cut);
    EXPECT_EQ(failure_of(local(), get(server.url())), HttpErrorKind::cut);
    EXPECT_EQ(failure_of(local(), get(server.url())), HttpErrorKind::cut);
}

TEST(CurlClient, RefusesWhatIsNotHttpAndHeadersWithoutEnd) {
    std::string endless = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 5000; ++i)
        endless += "X-Header-" + std::to_string(i) + ": " + std::string(80, 'x') + "\r\n";
    ScriptedServer server({"SSH-2.0-OpenSSH_9.2\r\n", endless});
    EXPECT_EQ(failure_of(local(), get(server.url())), HttpErrorKind::protocol);
    EXPECT_EQ(failure_of(local(), get(server.url())), HttpErrorKind::protocol);
}

TEST(CurlClient, CapsBodies) {
    auto options = local();
    options.max_body = 4;
    ScriptedServer server({answer("12345"), "HTTP/1.1 200 OK\r\n\r\n12345", answer("1234"), answer("12345")});
    EXPECT_EQ(failure_of(options, get(server.url())), HttpErrorKind::too_large);
    EXPECT_EQ(failure_of(options, get(server.url())), HttpErrorKind::too_large);
    EXPECT_TRUE(CurlClient(options).send(get(server.url()), plenty, {}).has_value());
    const auto reply = CurlClient(local()).send(get(server.url()), 4, {});
    ASSERT_TRUE(reply.has_error());
    EXPECT_EQ(reply.error().kind, HttpErrorKind::too_large);
}

TEST(CurlClient, TheSinkMayStopAndThrow) {
    ScriptedServer server({answer("12345"), answer("12345"), answer("12345")});
    const CurlClient client(local());
    auto stopped = client.send(get(server.url()), {[](const HttpHead&) { return false; }, {}}, {});
    ASSERT_TRUE(stopped.has_error());
    EXPECT_EQ(stopped.error().kind, HttpErrorKind::refused_by_caller);
    stopped = client.send(get(server.url()), {{}, [](std::string_view) { return false; }}, {});
    ASSERT_TRUE(stopped.has_error());
    EXPECT_EQ(stopped.error().kind, HttpErrorKind::refused_by_caller);
    const HttpSink throwing{{}, [](std::string_view) -> bool { throw std::runtime_error("from the sink"); }};
    EXPECT_THROW((void)client.send(get(server.url()), throwing, {}), std::runtime_error);
}

TEST(CurlClient, StallsAndTimesOut) {
    auto options = local();
    options.stall = std::chrono::milliseconds(50);
    ScriptedServer stalled({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"}, true);
    EXPECT_EQ(failure_of(options, get(stalled.url())), HttpErrorKind::stalled);
    auto request = get("");
    request.total = std::chrono::milliseconds(50);
    ScriptedServer slow({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"}, true);
    request.url = slow.url();
    EXPECT_EQ(failure_of(local(), request), HttpErrorKind::timeout);
}

TEST(CurlClient, EndsWhenAskedTo) {
    ScriptedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"}, true);
    std::stop_source source;
    std::thread stopper([&] {
        server.wait_for_request();
        source.request_stop();
    });
    EXPECT_EQ(failure_of(local(), get(server.url()), {source.get_token(), {}}), HttpErrorKind::cancelled);
    stopper.join();
    EXPECT_EQ(failure_of(local(), get("http://127.0.0.1:1/"), {source.get_token(), {}}),
              HttpErrorKind::cancelled);
}

TEST(CurlClient, GuardsAddresses) {
    ScriptedServer server({answer("secret")});
    auto options = local();
    options.addresses = AddressPolicy::global_only;
    EXPECT_EQ(failure_of(options, get(server.url())), HttpErrorKind::forbidden_address);
    EXPECT_EQ(failure_of(options, get("http://localhost/")), HttpErrorKind::forbidden_address);
    EXPECT_EQ(failure_of(options, get("http://[::ffff:127.0.0.1]/")), HttpErrorKind::forbidden_address);
    EXPECT_EQ(failure_of(options, get("http://2130706433/")), HttpErrorKind::forbidden_address);
    options.addresses = AddressPolicy::global_or_loopback;
    EXPECT_EQ(failure_of(options, get("http://169.254.169.254/latest")), HttpErrorKind::forbidden_address);
    EXPECT_TRUE(server.requests().empty()) << "nothing was sent";
}

TEST(CurlClient, RefusesAHostWithOneForbiddenAddress) {
    auto options = local();
    options.addresses = AddressPolicy::global_or_loopback;
    std::vector<IpAddress> addresses = {*IpAddress::parse("127.0.0.1"), *IpAddress::parse("192.168.0.1")};
    int asked = 0;
    const HostResolver resolver = [&](const std::string& host) {
        EXPECT_EQ(host, "lecture.example");
        ++asked;
        return addresses;
    };
    ScriptedServer server({answer("pinned")});
    const std::string url =
        "http://lecture.example" + server.url("/x").substr(std::string("http://127.0.0.1").size());
    EXPECT_EQ(failure_of(options, get(url), {}, resolver), HttpErrorKind::forbidden_address);
    addresses.pop_back();
    const auto reply = CurlClient(options, resolver).send(get(url), plenty, {});
    ASSERT_TRUE(reply.has_value()) << "connects to the address that was checked, by no other resolver";
    EXPECT_EQ(reply->body, "pinned");
    EXPECT_EQ(asked, 2) << "once a call";
    addresses.clear();
    EXPECT_EQ(failure_of(options, get(url), {}, resolver), HttpErrorKind::resolve);
}

TEST(CurlClient, RefusesOtherSchemesAndSplitHeaders) {
    HttpClientOptions secure = local();
    secure.allow_http = false;
    EXPECT_EQ(failure_of(secure, get("http://127.0.0.1:1/")), HttpErrorKind::bad_url);
    EXPECT_EQ(failure_of(local(), get("file:///etc/passwd")), HttpErrorKind::bad_url);
    EXPECT_EQ(failure_of(local(), get("http://user:word@127.0.0.1:1/")), HttpErrorKind::bad_url);
    auto split = get("http://127.0.0.1:1/");
    split.headers = {{"X-A", "b\r\nX-C: d"}};
    EXPECT_EQ(failure_of(local(), split), HttpErrorKind::bad_url);
    EXPECT_EQ(failure_of(local(), get("http://127.0.0.1:1/")), HttpErrorKind::connect);
}

}  // namespace
}  // namespace lectern::media
