#include "media/cut/copy/side_by_side.hpp"

#include "tests/media/support/ffmpeg.hpp"
#include "tests/media/support/make_clip.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

// The packets of one stream from a media time on.
std::vector<std::pair<std::int64_t, int>> packets(const std::function<bool(AVPacket*)>& read,
                                                  std::int64_t from) {
    std::vector<std::pair<std::int64_t, int>> seen;
    const Packet packet = make_packet();
    while (read(packet.get()))
        if (packet->dts >= from) seen.emplace_back(packet->dts, packet->size);
    return seen;
}

TEST(SideBySide, GivesThePacketsOfBothStreams) {
    const UniqueFd fd = test::make_clip({.seconds = 20});
    Recording recording = open_media(fd.get(), {}, {});
    ASSERT_TRUE(are_side_by_side(recording, 5, 20));
    SideBySide both(recording, 4.5);
    for (const AVStream* stream : {recording.audio(), recording.video()}) {
        Recording alone = open_media(fd.get(), {}, {});
        alone.read_only({alone.context()->streams[stream->index]});
        const std::int64_t from = recording.to_timestamp(stream, 5);
        EXPECT_EQ(packets([&](AVPacket* packet) { return both.read(stream, packet); }, from),
                  packets([&](AVPacket* packet) { return alone.read(packet); }, from));
    }
}

TEST(SideBySide, StreamsThatStandApartAreNot) {
    const UniqueFd fd = test::make_clip({.seconds = 20});
    const UniqueFd apart = test::ffmpeg("-i IN0 -c copy -chunk_duration 5000000", "mp4", {fd.get()});
    Recording recording = open_media(apart.get(), {}, {});
    EXPECT_FALSE(are_side_by_side(recording, 0, 20));
}

TEST(SideBySide, IsForFilesThatListTheirPackets) {
    for (const test::ClipSpec& spec : {test::ClipSpec{.format = "matroska", .seconds = 4},
                                       test::ClipSpec{.format = "mpegts", .seconds = 4},
                                       test::ClipSpec{.seconds = 4, .movflags = "frag_keyframe+empty_moov"},
                                       test::ClipSpec{.seconds = 4, .audio = ""}}) {
        SCOPED_TRACE(spec.format + spec.movflags);
        const UniqueFd fd = test::make_clip(spec);
        EXPECT_FALSE(are_side_by_side(open_media(fd.get(), {}, {}), 0, 4));
    }
}

}  // namespace
}  // namespace lectern::media
