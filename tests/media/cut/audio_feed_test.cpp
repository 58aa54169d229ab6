#include "media/cut/audio_feed.hpp"

#include "tests/media/support/make_clip.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

TEST(AudioFeed, GivesPiecesOfAtMostOneSecond) {
    const UniqueFd fd = test::make_clip({.seconds = 6});
    CutRequest request;
    request.source_fd = fd.get();
    request.end = 100;  // the recording has no audio after six seconds
    const CutJob job{request, {}, {}, {}};
    const ClipAudioFormat format{48'000, 2};
    AudioFeed feed(job, format, 0);
    std::size_t longest = 0, given = 0;
    const auto sink = [&](std::span<const float> samples) {
        longest = std::max(longest, samples.size());
        given += samples.size();
    };
    feed.until(4.5, sink);
    EXPECT_EQ(given, 432'000U);
    feed.until(4, sink);
    EXPECT_EQ(given, 432'000U) << "they were given before";
    feed.rest(sink);
    EXPECT_EQ(given, 9'600'000U);
    EXPECT_EQ(longest, 96'000U);
}

}  // namespace
}  // namespace lectern::media
