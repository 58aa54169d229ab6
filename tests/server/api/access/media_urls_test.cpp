#include "server/api/access/media_urls.hpp"

#include <gtest/gtest.h>

namespace lectern::api {
namespace {

const Timestamp noon{std::chrono::milliseconds(1'800'000'000'123)};

Snippet cut_snippet() {
    Snippet snippet;
    snippet.id = 101;
    snippet.clip = Clip{};
    return snippet;
}

// The request that a player sends to an address.
http::Request request_of(const std::string& url) {
    http::Request request;
    std::string rest = url.substr(url.find('?') + 1) + "&";
    for (std::size_t at = 0; at < rest.size();) {
        const std::size_t end = rest.find('&', at), equals = rest.find('=', at);
        request.query.emplace_back(rest.substr(at, equals - at), rest.substr(equals + 1, end - equals - 1));
        at = end + 1;
    }
    return request;
}

TEST(MediaUrls, OpenOneSnippetUntilTheyExpire) {
    const MediaUrls urls(std::string(32, 'k'), 3600);
    const auto url = urls.of(cut_snippet(), noon);
    ASSERT_TRUE(url);
    EXPECT_EQ(urls.allowed_clip(request_of(*url), noon)->id, 101);
    EXPECT_EQ(urls.allowed_clip(request_of(*url), noon + std::chrono::seconds(3599))->id, 101);
    EXPECT_FALSE(urls.allowed_clip(request_of(*url), noon + std::chrono::seconds(2 * 3600)));
}

TEST(MediaUrls, OpenOneLecturesEventsAndCaptions) {
    const MediaUrls urls(std::string(32, 'k'), 3600);
    for (const std::string& url : {urls.events_of(101, noon), urls.captions_of(101, noon)}) {
        const auto allowed = urls.allowed_lecture(request_of(url), noon);
        ASSERT_TRUE(allowed) << url;
        EXPECT_EQ(allowed->id, 101);
        EXPECT_GT(Timestamp(std::chrono::seconds(allowed->until)), noon + std::chrono::seconds(3599));
        EXPECT_FALSE(urls.allowed_lecture(request_of(url), noon + std::chrono::seconds(2 * 3600)));
    }
}

TEST(MediaUrls, ASignatureIsForOneKindOfThing) {
    const MediaUrls urls(std::string(32, 'k'), 3600);
    http::Request clip = request_of(*urls.of(cut_snippet(), noon)),
                  lecture = request_of(urls.events_of(101, noon));
    EXPECT_FALSE(urls.allowed_lecture(clip, noon));
    EXPECT_FALSE(urls.allowed_clip(lecture, noon));
    clip.query[0].first = "session";
    lecture.query[0].first = "clip";
    EXPECT_FALSE(urls.allowed_lecture(clip, noon));
    EXPECT_FALSE(urls.allowed_clip(lecture, noon));
}

TEST(MediaUrls, NothingToOpenBeforeTheCut) {
    EXPECT_FALSE(MediaUrls(std::string(32, 'k'), 3600).of(Snippet{}, noon));
}

TEST(MediaUrls, AnyChangeIsRefused) {
    const MediaUrls urls(std::string(32, 'k'), 3600);
    const http::Request good = request_of(*urls.of(cut_snippet(), noon));
    for (std::size_t i = 0; i < good.query.size(); ++i) {
        http::Request changed = good;
        std::string& value = changed.query[i].second;
        value.back() = value.back() == '1' ? '2' : '1';
        EXPECT_FALSE(urls.allowed_clip(changed, noon)) << good.query[i].first;
        http::Request without = good;
        without.query.erase(without.query.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_FALSE(urls.allowed_clip(without, noon)) << good.query[i].first;
    }
    EXPECT_FALSE(MediaUrls(std::string(32, 'x'), 3600).allowed_clip(good, noon));
}

TEST(MediaUrls, PollsGetTheSameAddressForAWhile) {
    const MediaUrls urls(std::string(32, 'k'), 4000);
    int changes = 0;
    for (int second = 0; second < 1000; ++second)
        changes += urls.of(cut_snippet(), noon + std::chrono::seconds(second)) !=
                   urls.of(cut_snippet(), noon + std::chrono::seconds(second + 1));
    EXPECT_LE(changes, 1);
}

}  // namespace
}  // namespace lectern::api
