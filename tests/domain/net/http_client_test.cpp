#include "domain/net/http_client.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(HttpHead, FindsHeadersInAnyCase) {
    const HttpHead head{200, {{"X-One", "a"}, {"x-one", "b"}}};
    EXPECT_EQ(*head.find("X-ONE"), "a");
    EXPECT_EQ(head.find("X-Two"), nullptr);
}

TEST(HttpHead, ReadsItsLength) {
    EXPECT_FALSE((HttpHead{200, {{"Content-Length", "12x"}}}.content_length()));
    EXPECT_EQ((HttpHead{200, {{"content-length", "12"}}}.content_length()), 12);
    EXPECT_FALSE(HttpHead{}.content_length());
}

// Answers with a body in pieces of three bytes.
class Client final : public HttpClient {
public:
    explicit Client(std::string body) : body_(std::move(body)) {}

private:
    HttpResult<HttpHead> exchange(const HttpRequest&, const HttpSink& sink,
                                  const WorkControl&) const override {
        const std::string_view body(body_);
        for (std::size_t at = 0; at < body.size(); at += 3)
            if (!sink.on_data(body.substr(at, 3))) return HttpError{HttpErrorKind::refused_by_caller, {}};
        return HttpHead{200, {}};
    }
    std::string body_;
};

TEST(HttpClient, GathersABodyUpToItsCap) {
    const Client client("12345678");
    const auto whole = client.send(HttpRequest{}, 8, {});
    ASSERT_TRUE(whole.has_value());
    EXPECT_EQ(whole->body, "12345678");
    const auto over = client.send(HttpRequest{}, 7, {});
    ASSERT_TRUE(over.has_error());
    EXPECT_EQ(over.error().kind, HttpErrorKind::too_large);
}

}  // namespace
}  // namespace lectern
