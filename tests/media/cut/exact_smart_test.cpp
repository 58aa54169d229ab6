#include "media/av/recording.hpp"
#include "media/av/video_rotation.hpp"
#include "tests/media/cut/cut_fixture.hpp"
#include "tests/media/cut/smart/recordings.hpp"
#include "tests/media/support/ffmpeg.hpp"
#include "tests/media/support/read_clip.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

constexpr int seconds = 9;
constexpr int cuts = 3;

// The audio of the clip is that of the recording, quarter of a second by quarter. `slack`: by so much the
// times of its packets are rounded, samples.
void expect_same_audio(int clip, const std::vector<float>& all, double start, double end,
                       std::ptrdiff_t slack) {
    constexpr std::ptrdiff_t part = 12'000;
    const std::vector<float> heard = test::hear(clip);
    EXPECT_NEAR(static_cast<double>(heard.size()) / 48'000, end - start, 0.03);
    const std::ptrdiff_t first = std::llround(start * 48'000);
    const auto differ = [&](std::ptrdiff_t from, std::ptrdiff_t offset) {
        for (std::ptrdiff_t i = from; i < from + part; ++i) {
            const std::ptrdiff_t at = first + offset + i;
            const bool there = at >= 0 && at < std::ssize(all);
            const float wanted = there ? all[static_cast<std::size_t>(at)] : 0;
            if (std::abs(heard[static_cast<std::size_t>(i)] - wanted) > 0.01F) return true;
        }
        return false;
    };
    // Where times are rounded, a player also cuts the first packet at a rounded time.
    for (std::ptrdiff_t from = slack > 0 ? part : 0; from + 2 * part < std::ssize(heard); from += part) {
        std::ptrdiff_t offset = -slack;
        while (offset <= slack && differ(from, offset))
            ++offset;
        EXPECT_LE(offset, slack) << "at " << static_cast<double>(from) / 48'000;
    }
}

class SmartCut : public testing::TestWithParam<test::Encoding> {};

TEST_P(SmartCut, ShowsEveryFrameOfTheRecording) {
    const test::Encoding& made = GetParam();
    const UniqueFd source = test::record(made, seconds);
    const std::vector<test::Pixels> all = test::frames_of(source.get());
    const std::vector<float> sound = test::hear(source.get());
    const std::vector<double> keyframes = test::idr_times(source.get());
    const unsigned number = test::seed();
    std::mt19937 random(number);
    for (int cut = 0; cut < cuts; ++cut) {
        // Milliseconds, so that the audio's samples can be compared.
        const double start = std::uniform_int_distribution(0, 3'500)(random) / 1e3;
        const double end = start + std::uniform_int_distribution(4'500, 5'400)(random) / 1e3;
        SCOPED_TRACE(testing::Message() << start << " to " << end << ", LECTERN_TEST_SEED=" << number);
        const test::MadeClip clip = test::cut_clip(source.get(), start, end, CutMode::exact);
        EXPECT_FALSE(clip.report.smart_check_failed) << clip.report.why_not_smart;
        EXPECT_NE(clip.report.method, CutMethod::encoded) << clip.report.why_not_smart;
        const std::vector<test::Pixels> seen = test::frames_of(clip.fd.get());
        const std::vector<const test::Pixels*> wanted = test::expected_frames(all, start, end);
        ASSERT_EQ(seen.size(), wanted.size());
        EXPECT_EQ(clip.report.frames, static_cast<std::int64_t>(wanted.size()));
        const auto join =
            std::find_if(keyframes.begin(), keyframes.end(), [&](double at) { return at >= start - 1e-6; });
        for (std::size_t i = 0; i < seen.size(); ++i) {
            EXPECT_NEAR(seen[i].at, i == 0 ? 0 : wanted[i]->at - start, 0.001);
            const double quality = test::psnr(seen[i], *wanted[i]);
            if (wanted[i]->at >= *join - 1e-6) {
                ASSERT_EQ(quality, HUGE_VAL) << i << " is copied";
            } else {
                ASSERT_GT(quality, 45) << i;
            }
        }
        const bool in_milliseconds = made.format == "matroska" || made.format == "flv";
        expect_same_audio(clip.fd.get(), sound, start, end, in_milliseconds ? 72 : 0);
        test::expect_seeks(clip.fd.get(), seen, *join - start);
    }
}

INSTANTIATE_TEST_SUITE_P(Recordings, SmartCut, testing::ValuesIn(test::smart_encodings()),
                         [](const auto& made) { return std::string(made.param.name); });

TEST(SmartCutStart, CopiesAllFromAnIdrFrame) {
    const UniqueFd source = test::make_clip({.seconds = 8});
    for (const double start : {0.0, 2.0, 1.98}) {
        const test::MadeClip clip = test::cut_clip(source.get(), start, start + 5, CutMode::exact);
        EXPECT_EQ(clip.report.method, CutMethod::copied) << clip.report.why_not_smart;
        EXPECT_EQ(clip.report.start, start);
        const std::vector<test::SeenFrame> seen = test::see_frames(clip.fd.get());
        ASSERT_EQ(seen.size(), 125U);
        EXPECT_EQ(seen.front().number, start == 0 ? 0 : 50);
        EXPECT_EQ(seen.front().at, 0);
        EXPECT_NEAR(seen[1].at, start == 1.98 ? 0.06 : 0.04, 0.001);
    }
}

// An MP4 of Windows: a packet of a few minutes would be longer than 2^31 ticks.
TEST(SmartCutStart, CopiesVideoOfAFineTimescale) {
    const UniqueFd source = test::ffmpeg(
        "-f lavfi -i testsrc2=size=160x100:rate=2:duration=226 -c:v libx264 -preset ultrafast -pix_fmt "
        "yuv420p -g 8 -bf 2 -video_track_timescale 10000000",
        "mp4");
    const test::MadeClip smart = test::cut_clip(source.get(), 0.7, 225.7, CutMode::exact);
    EXPECT_EQ(smart.report.method, CutMethod::smart) << smart.report.why_not_smart;
    EXPECT_EQ(smart.report.frames, 451);
    EXPECT_NEAR(test::frames_of(smart.fd.get()).back().at, 224.8, 0.001);
    const test::MadeClip fast = test::cut_clip(source.get(), 0.7, 225.7, CutMode::fast);
    EXPECT_EQ(fast.report.method, CutMethod::copied);
    EXPECT_EQ(fast.report.frames, 452);
}

// Half of such a tick has no name: twice the timescale is too large for a number of libav.
TEST(SmartCutStart, CopiesVideoOfTheFinestTimescale) {
    const UniqueFd source = test::ffmpeg(
        "-f lavfi -i testsrc2=size=160x100:rate=25:duration=5 -c:v libx264 -preset ultrafast -pix_fmt "
        "yuv420p -g 25 -sc_threshold 0 -video_track_timescale 2000000000",
        "mp4");
    const test::MadeClip clip = test::cut_clip(source.get(), 0.5, 4.5, CutMode::exact);
    EXPECT_EQ(clip.report.method, CutMethod::smart) << clip.report.why_not_smart;
    EXPECT_EQ(clip.report.frames, 100);
}

TEST(SmartCutAudio, IsEncodedIfItCannotBeCopied) {
    for (const char* codec : {"ac3", "flac", "pcm_s16le"}) {
        SCOPED_TRACE(codec);
        const UniqueFd source = test::make_clip({.format = "matroska", .seconds = 8, .audio = codec});
        const test::MadeClip clip = test::cut_clip(source.get(), 1.5, 6.5, CutMode::exact);
        EXPECT_EQ(clip.report.method, CutMethod::smart) << clip.report.why_not_smart;
        const std::vector<double> clicks = test::clicks_in(test::hear(clip.fd.get()));
        ASSERT_EQ(clicks.size(), 5U);
        EXPECT_NEAR(clicks[0], 0.5, 0.004);
    }
}

// The rotation of a phone's recording is kept, and what is encoded is turned as the rest.
TEST(SmartCutPlayers, TurnTheClip) {
    const UniqueFd source = test::make_clip({.seconds = 8, .rotation = 90});
    const test::MadeClip clip = test::cut_clip(source.get(), 1.5, 6.5, CutMode::exact);
    EXPECT_EQ(clip.report.method, CutMethod::smart) << clip.report.why_not_smart;
    const Recording made = open_media(clip.fd.get(), {}, {});
    EXPECT_EQ(video_orientation(*made.video()).turn, 90);
}

}  // namespace
}  // namespace lectern::media
