#include "media/playback/playback.hpp"

#include "tests/media/support/make_clip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::media {
namespace {

using test::ClipSpec;
using test::make_clip;
using testing::HasSubstr;
using testing::StartsWith;

Playback playback(const ClipSpec& spec) {
    const UniqueFd fd = make_clip(spec);
    const auto found = playback_of(fd.get(), {}, {});
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found : Playback{};
}

TEST(PlaybackOfARecording, TellsTypeCodecsSizeAndRate) {
    const Playback plain = playback({.movflags = "faststart"});
    EXPECT_EQ(plain.mime, "video/mp4");
    EXPECT_THAT(plain.codecs, StartsWith("avc1."));
    EXPECT_THAT(plain.codecs, testing::EndsWith(",mp4a.40.2"));
    EXPECT_EQ(plain.codecs.size(), std::string("avc1.64001f,mp4a.40.2").size());
    EXPECT_EQ(plain.width, 192);
    EXPECT_EQ(plain.height, 108);
    EXPECT_NEAR(plain.fps, 25, 0.1);
    EXPECT_TRUE(plain.direct()) << plain.obstacle;
}

TEST(PlaybackOfARecording, TurnsTheSizeWithThePicture) {
    const Playback upright = playback({.rotation = 90, .movflags = "faststart"});
    EXPECT_EQ(upright.width, 108);
    EXPECT_EQ(upright.height, 192);
}

TEST(PlaybackOfARecording, TellsWhatBrowsersDoNotPlay) {
    EXPECT_THAT(playback({}).obstacle, HasSubstr("at the end"));
    EXPECT_THAT(playback({.format = "matroska"}).obstacle, HasSubstr("matroska"));
    EXPECT_THAT(playback({.pixels = "yuv444p", .movflags = "faststart"}).obstacle, HasSubstr("8 bits"));
    EXPECT_THAT(playback({.video = "mpeg4", .movflags = "faststart"}).obstacle, HasSubstr("mpeg4"));
    EXPECT_THAT(playback({.format = "avi", .video = "mpeg4", .audio = "pcm_s16le"}).obstacle,
                HasSubstr("mpeg4"));
}

TEST(PlaybackOfARecording, IsWholeForWebm) {
    const Playback webm = playback({.format = "webm", .video = "libvpx-vp9", .audio = "libopus"});
    EXPECT_EQ(webm.mime, "video/webm");
    EXPECT_EQ(webm.codecs, "vp9,opus");
    EXPECT_TRUE(webm.direct()) << webm.obstacle;
}

TEST(PlaybackOfARecording, IsRefusedWithoutVideo) {
    const UniqueFd fd = make_clip({.format = "wav", .video = "", .audio = "pcm_s16le"});
    const auto found = playback_of(fd.get(), {}, {});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind, FailureKind::permanent);
}

}  // namespace
}  // namespace lectern::media
