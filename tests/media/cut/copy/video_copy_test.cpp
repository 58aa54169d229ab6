#include "media/cut/copy/video_copy.hpp"

#include "media/av/error.hpp"
#include "tests/media/support/make_clip.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

// Why the video cannot be copied from `start` on; empty if it can.
std::string refusal(const test::ClipSpec& spec, double start) {
    const UniqueFd fd = test::make_clip(spec);
    Recording recording = open_media(fd.get(), {}, {});
    try {
        VideoCopy(recording, start, INT64_MAX);
        return {};
    } catch (const MediaError& error) {
        return error.failure().detail;
    }
}

// Screen recordings may have a keyframe at their start only. Without an index it is not looked for there: the
// way from it to the clip may be gigabytes long.
TEST(VideoCopy, LooksForAKeyframeNearTheStartOnly) {
    for (const auto& [keyframe_every, why] :
         {std::pair{1000, "no keyframe before the start"}, std::pair{40, ""}, std::pair{7, ""}}) {
        EXPECT_EQ(
            refusal(
                {.format = "mpegts", .seconds = 60, .fps = 1, .keyframe_every = keyframe_every, .audio = ""},
                58),
            why);
    }
}

// With an index the keyframe is found at once, wherever it is.
TEST(VideoCopy, RefusesAKeyframeThatIsFarAway) {
    for (const auto& [keyframe_every, why] :
         {std::pair{1000, "the keyframe before the start is far away"}, std::pair{40, ""}}) {
        EXPECT_EQ(refusal({.seconds = 60, .fps = 1, .keyframe_every = keyframe_every, .audio = ""}, 58), why);
    }
}

TEST(VideoCopy, RefusesLongHeaders) {
    const UniqueFd fd = test::make_clip({.seconds = 1, .audio = ""});
    Recording recording = open_media(fd.get(), {}, {});
    AVCodecParameters& codec = *recording.video()->codecpar;
    const int size = 70'000;
    codec.extradata = static_cast<std::uint8_t*>(av_realloc(codec.extradata, size));
    codec.extradata_size = size;
    EXPECT_THROW(VideoCopy(recording, 0.0, INT64_MAX), MediaError);
    EXPECT_THROW(VideoCopy(recording, 0, INT64_MAX, INT64_MAX), MediaError);
}

// Where no keyframe follows soon enough, the rest of the recording is not read.
TEST(VideoCopy, LooksForTheNextKeyframeUpToTheLatestOnly) {
    for (const char* format : {"mp4", "mpegts", "matroska"}) {
        SCOPED_TRACE(format);
        const UniqueFd fd =
            test::make_clip({.format = format, .seconds = 60, .fps = 1, .keyframe_every = 30, .audio = ""});
        Recording recording = open_media(fd.get(), {}, {});
        const auto at = [&](double seconds) { return recording.to_timestamp(recording.video(), seconds); };
        EXPECT_TRUE(VideoCopy(recording, at(3), at(30), at(58)).found());
        EXPECT_FALSE(VideoCopy(recording, at(3), at(29), at(58)).found());
        EXPECT_FALSE(VideoCopy(recording, at(3), at(10), at(58)).found());
        const Packet packet = make_packet();
        ASSERT_TRUE(recording.read(packet.get()));
        EXPECT_LT(packet->pts, at(16));
    }
}

}  // namespace
}  // namespace lectern::media
