#include "media/av/recording.hpp"
#include "media/cut/modes.hpp"
#include "tests/media/cut/cut_fixture.hpp"
#include "tests/media/support/read_clip.hpp"

#include <cmath>

namespace lectern::media {
namespace {

using test::ClipSpec;

// Whether the first frame of the clip stands in the source, byte by byte.
bool is_copied(int source, int fd) {
    Recording clip = open_media(fd, {}, {});
    clip.read_only({clip.video()});
    const Packet packet = make_packet();
    if (!clip.read(packet.get())) return false;
    const std::string bytes(reinterpret_cast<const char*>(packet->data) + 4,
                            static_cast<std::size_t>(packet->size) - 4);
    return test::read_file(source).find(bytes) != std::string::npos;
}

struct Hidden {
    int packets = 0;  // that are not to be shown
    int audio = 0;    // of them
};

Hidden hidden_packets(int fd) {
    Recording clip = open_media(fd, {}, {});
    const Packet packet = make_packet();
    Hidden hidden;
    while (clip.read(packet.get())) {
        if ((packet->flags & AV_PKT_FLAG_DISCARD) == 0) continue;
        ++hidden.packets;
        if (packet->stream_index == clip.audio()->index) ++hidden.audio;
    }
    return hidden;
}

// Clicks of the recording are at whole seconds.
void expect_clicks(const test::MadeClip& made, double from, double to) {
    std::vector<double> clicks = test::clicks_in(test::hear(made.fd.get()));
    std::erase_if(clicks, [&](double at) { return at < from - made.report.start; });
    std::vector<double> expected;
    for (double second = std::ceil(from); second < to; ++second)
        expected.push_back(second - made.report.start);
    ASSERT_EQ(clicks.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(clicks[i], expected[i], 0.004) << i;
}

void expect_frames(const test::MadeClip& made, int first, int behind) {
    const std::vector<test::SeenFrame> seen = test::see_frames(made.fd.get());
    ASSERT_EQ(seen.size(), static_cast<std::size_t>(behind - first));
    for (std::size_t i = 0; i < seen.size(); ++i)
        ASSERT_EQ(seen[i].number, first + static_cast<int>(i));
}

TEST(Fast, CopiesPackets) {
    const UniqueFd fd = test::make_clip({.seconds = 8});
    const test::MadeClip made = test::cut_clip(fd.get(), 2, 6, CutMode::fast);
    EXPECT_TRUE(is_copied(fd.get(), made.fd.get()));
}

// Some players do not obey an edit list that hides frames, and would show the video before its audio.
TEST(Fast, HidesNoFrame) {
    const UniqueFd fd = test::make_clip({.seconds = 8});
    const test::MadeClip made = test::cut_clip(fd.get(), 3, 5.8, CutMode::fast);
    EXPECT_EQ(made.report.start, 2);
    EXPECT_NEAR(made.report.duration, 3.8, 0.025);
    const Hidden hidden = hidden_packets(made.fd.get());
    EXPECT_EQ(hidden.packets, hidden.audio);
    expect_frames(made, 50, 145);
    expect_clicks(made, 2.5, 5.8);
}

TEST(Fast, EncodesIfTheKeyframeIsFarAway) {
    const UniqueFd fd = test::make_clip({.seconds = 30, .fps = 5, .keyframe_every = 1000});
    const test::MadeClip made = test::cut_clip(fd.get(), 25, 28, CutMode::fast);
    EXPECT_EQ(made.report.start, 25);
    expect_frames(made, 125, 140);
}

TEST(Fast, TriesOtherAudioOnlyIfThereIsAudio) {
    CutRequest request;
    request.mode = CutMode::fast;
    EXPECT_EQ(ways_to_cut(request, true).size(), 3U);
    EXPECT_EQ(ways_to_cut(request, false).size(), 2U);
}

TEST(Fast, EncodesOpenGroups) {
    const UniqueFd fd = test::make_clip({.seconds = 30, .open_gop = true});
    const test::MadeClip made = test::cut_clip(fd.get(), 25, 27, CutMode::fast);
    EXPECT_EQ(made.report.start, 25);
    expect_frames(made, 625, 675);
}

TEST(Fast, EncodesVideoThatAnMp4CannotHold) {
    const UniqueFd fd = test::make_clip(
        {.format = "avi", .video = "mpeg4", .audio = "pcm_s16le", .rate = 44'100, .channels = 1});
    const test::MadeClip made = test::cut_clip(fd.get(), 1, 3, CutMode::fast);
    expect_frames(made, 25, 75);
}

TEST(Fast, EncodesAudioThatAnMp4CannotHold) {
    for (const char* codec : {"flac", "pcm_s16le"}) {
        SCOPED_TRACE(codec);
        const UniqueFd fd = test::make_clip({.format = "matroska", .audio = codec});
        const test::MadeClip made = test::cut_clip(fd.get(), 2.5, 5, CutMode::fast);
        EXPECT_TRUE(is_copied(fd.get(), made.fd.get()));
        expect_frames(made, 50, 125);
        expect_clicks(made, 2.5, 5);
    }
}

// Audio may end early, come late, be away for a while or be missing: the clip is silent there, and in step.
TEST(Fast, IsSilentWhereThereIsNoAudio) {
    struct Case {
        const char* name;
        ClipSpec spec;
        double start;
        double end;
        double heard_from;
        double heard_to;
    };
    const Case cases[] = {
        {"ends early", {.seconds = 8, .hole_from = 4.5, .hole_to = 100}, 3, 7, 2.5, 4.5},
        {"ended before", {.seconds = 8, .hole_from = 3, .hole_to = 100}, 4.2, 7, 8, 8},
        {"away for a while", {.seconds = 8, .hole_from = 4.5, .hole_to = 5.5}, 3, 8, 2.5, 4.5},
        {"begins late", {.seconds = 8, .hole_from = 0, .hole_to = 3.5}, 2.3, 7, 3.5, 7},
    };
    for (const char* format : {"mp4", "matroska"}) {
        for (const Case& one : cases) {
            SCOPED_TRACE(testing::Message() << one.name << " " << format);
            ClipSpec spec = one.spec;
            spec.format = format;
            const UniqueFd fd = test::make_clip(spec);
            const test::MadeClip made = test::cut_clip(fd.get(), one.start, one.end, CutMode::fast);
            EXPECT_TRUE(is_copied(fd.get(), made.fd.get()));
            EXPECT_TRUE(made.report.has_audio);
            const int first = static_cast<int>(one.start / 2) * 50;
            expect_frames(made, first, static_cast<int>(one.end * 25));
            const double begin = made.report.start;
            const std::vector<float> samples = test::hear(made.fd.get());
            EXPECT_NEAR(static_cast<double>(samples.size()) / 48'000, one.end - begin, 0.05);
            const auto pitch = [&](double from, double to) {
                return test::pitch_between(samples, from - begin, to - begin);
            };
            if (one.heard_to > one.heard_from) {
                EXPECT_GT(pitch(one.heard_from + 0.1, one.heard_from + 0.4), 300);
                EXPECT_GT(pitch(one.heard_to - 0.4, one.heard_to - 0.1), 300);
            }
            if (one.heard_from > begin + 0.6) {
                EXPECT_EQ(pitch(begin, one.heard_from - 0.1), 0);
            }
            if (one.heard_to < one.end - 0.6) {
                EXPECT_EQ(pitch(one.heard_to + 0.1, one.heard_to + 0.4), 0);
            }
        }
    }
}

// One MP4 track of ours has one set of parameters.
TEST(Fast, EncodesAroundAChangeOfTheSize) {
    for (const char* format : {"flv", "mpegts"}) {
        const UniqueFd fd = test::make_clip({.format = format, .seconds = 8, .twice_as_large_from = 110});
        for (const auto& [start, end] : {std::pair{3.0, 6.0}, std::pair{5.0, 7.0}, std::pair{4.6, 8.0}}) {
            SCOPED_TRACE(testing::Message() << format << " " << start << " to " << end);
            const test::MadeClip made = test::cut_clip(fd.get(), start, end, CutMode::fast);
            EXPECT_NEAR(made.report.start, start, 0.001);
            const std::vector<test::SeenFrame> seen = test::see_frames(made.fd.get());
            ASSERT_FALSE(seen.empty());
            const int first = static_cast<int>(std::ceil(start * 25 - 0.6));
            for (std::size_t i = 0; i < seen.size(); ++i) {
                ASSERT_NEAR(seen[i].number, first + static_cast<int>(i), 1);
                EXPECT_EQ(seen[i].width, start < 4.4 ? 192 : 384);
            }
        }
    }
}

TEST(Fast, CopiesBeforeAChangeOfTheSize) {
    const UniqueFd fd = test::make_clip({.format = "flv", .seconds = 8, .twice_as_large_from = 110});
    const test::MadeClip made = test::cut_clip(fd.get(), 2.5, 4, CutMode::fast);
    EXPECT_TRUE(is_copied(fd.get(), made.fd.get()));
    expect_frames(made, 50, 100);
}

}  // namespace
}  // namespace lectern::media
