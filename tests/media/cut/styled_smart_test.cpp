#include "media/av/recording.hpp"
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

constexpr double least_psnr = 40;  // dB
constexpr double rounding = 1e-3;
constexpr double fade = 0.4;  // of the name, seconds

StyleOptions texts() {
    StyleOptions style;
    style.title = "Định lý Pythagore";
    style.name = "Chapter 1";
    style.title_seconds = 1;
    style.name_seconds = 1.5;
    return style;
}

using Frames = std::vector<test::Pixels>;

// The frame that is shown at a time.
const test::Pixels& shown_at(const Frames& frames, double at) {
    const auto later = std::find_if(frames.begin(), frames.end(),
                                    [at](const test::Pixels& frame) { return frame.at > at + rounding; });
    return later == frames.begin() ? *later : *(later - 1);
}

void expect_card(const Frames& seen, double seconds) {
    EXPECT_EQ(seen.front().at, 0);
    for (double at = 0; at < seconds - 0.01; at += 0.1)
        EXPECT_GT(test::psnr(shown_at(seen, at), seen.front()), least_psnr) << "the card at " << at;
}

// Turned recordings are encoded as a whole.
std::vector<test::Encoding> upright_encodings() {
    std::vector<test::Encoding> all = test::smart_encodings();
    std::erase_if(all, [](const test::Encoding& one) { return one.turned; });
    return all;
}

class SmartStyled : public testing::TestWithParam<test::Encoding> {};

TEST_P(SmartStyled, ShowsEveryFrameOfTheRecording) {
    constexpr int seconds = 12, cuts = 2;
    const UniqueFd source = test::record(GetParam(), seconds);
    const Frames all = test::frames_of(source.get());
    const std::vector<double> keyframes = test::idr_times(source.get());
    const unsigned number = test::seed();
    std::mt19937 random(number);
    for (int cut = 0; cut < cuts; ++cut) {
        const StyleOptions style = texts();
        const double start = std::uniform_real_distribution(0.0, 4.5)(random);
        const double end = start + std::uniform_real_distribution(6.8, 7.4)(random);
        SCOPED_TRACE(testing::Message() << start << " to " << end << ", LECTERN_TEST_SEED=" << number);
        const test::MadeClip clip = test::cut_clip(source.get(), start, end, CutMode::styled, style);
        EXPECT_EQ(clip.report.method, CutMethod::smart) << clip.report.why_not_smart;
        EXPECT_FALSE(clip.report.smart_check_failed);
        EXPECT_EQ(clip.report.start, start);
        EXPECT_NEAR(clip.report.duration, style.title_seconds + end - start, 0.022);

        const Frames seen = test::frames_of(clip.fd.get());
        EXPECT_EQ(clip.report.frames, std::ssize(seen));
        expect_card(seen, style.title_seconds);
        const double zero = start - style.title_seconds;  // of the clip
        const double unnamed = start + style.name_seconds;
        const double join = *std::find_if(keyframes.begin(), keyframes.end(),
                                          [&](double at) { return at >= unnamed - 1e-6; });
        const auto wanted = test::expected_frames(all, start, end);
        for (const test::Pixels* frame : wanted) {
            const double at = frame == wanted.front() ? style.title_seconds : frame->at - zero;
            const test::Pixels& shown = shown_at(seen, at);
            ASSERT_NEAR(shown.at, at, rounding);
            const double quality = test::psnr(shown, *frame);
            if (frame->at >= join - 1e-6) {
                ASSERT_EQ(quality, HUGE_VAL) << frame->at << " is copied";
            } else if (frame->at >= unnamed - 1e-6) {
                ASSERT_GT(quality, least_psnr) << frame->at;
            } else if (frame->at > start + fade && frame->at < unnamed - fade) {
                ASSERT_LT(quality, least_psnr) << frame->at << " bears the name";
            }
        }
        // No others but those that repeat a frame while the name changes.
        const auto shown = std::count_if(seen.begin(), seen.end(), [&](const test::Pixels& frame) {
            return frame.at > unnamed - zero + rounding;
        });
        const auto recorded = std::count_if(wanted.begin(), wanted.end(), [&](const test::Pixels* frame) {
            return frame->at > unnamed + rounding;
        });
        EXPECT_EQ(shown, recorded);
        test::expect_seeks(clip.fd.get(), seen, join - zero);
        test::expect_seeks(clip.fd.get(), seen, style.title_seconds);
    }
}

INSTANTIATE_TEST_SUITE_P(Recordings, SmartStyled, testing::ValuesIn(upright_encodings()),
                         [](const auto& made) { return std::string(made.param.name); });

// Numbered frames and clicks, wherever the clip begins.
TEST(SmartStyledSync, FramesAndSoundAreTogether) {
    const test::ClipSpec specs[] = {
        {.seconds = 12},
        {.format = "mpegts", .seconds = 12, .first_timestamp = 500},
        {.format = "matroska", .seconds = 12, .audio = "flac", .rate = 44'100, .channels = 6},
        {.seconds = 12, .fps = 30, .rate = 44'100, .channels = 1, .audio_delay = 0.3},
    };
    const unsigned number = test::seed();
    std::mt19937 random(number);
    for (const test::ClipSpec& spec : specs) {
        const UniqueFd source = test::make_clip(spec);
        StyleOptions style = texts();
        style.title_seconds = std::uniform_real_distribution(0.3, 2.0)(random);
        const double start = std::uniform_real_distribution(0.5, 4.0)(random);
        SCOPED_TRACE(testing::Message() << spec.format << " from " << start << ", title "
                                        << style.title_seconds << ", LECTERN_TEST_SEED=" << number);
        const test::MadeClip clip = test::cut_clip(source.get(), start, start + 7, CutMode::styled, style);
        EXPECT_EQ(clip.report.method, CutMethod::smart) << clip.report.why_not_smart;
        const double zero = start - style.title_seconds;
        // The numbers tell the place in the recording, and each second begins with a click.
        int numbered = 0;
        for (const test::SeenFrame& frame : test::see_frames(clip.fd.get())) {
            if (frame.number < 0 || frame.at < style.title_seconds + 0.05) continue;
            EXPECT_NEAR(frame.at, static_cast<double>(frame.number) / spec.fps - zero, 0.02);
            ++numbered;
        }
        EXPECT_GT(numbered, 6 * spec.fps);
        const std::vector<float> samples = test::hear(clip.fd.get());
        EXPECT_EQ(test::pitch_between(samples, 0.02, style.title_seconds - 0.02), 0) << "under the card";
        std::vector<double> expected;
        for (double second = std::floor(start); second < start + 7; ++second) {
            const double at = second + spec.audio_delay;
            if (at > start + 0.05 && at < start + 6.9) expected.push_back(at - zero);
        }
        const std::vector<double> clicks = test::clicks_in(samples);
        for (const double at : expected) {
            const bool heard = std::any_of(clicks.begin(), clicks.end(),
                                           [at](double click) { return std::abs(click - at) < 0.02; });
            EXPECT_TRUE(heard) << at;
        }
    }
}

// A slide stands for as long as nothing moves; the name goes anyway.
TEST(SmartStyledSlides, TheNameGoesWhileASlideStands) {
    const UniqueFd source = test::ffmpeg(
        "-f lavfi -i testsrc2=size=160x100:rate=1/6:duration=36 -f lavfi -i " + test::syllables(36) +
            " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 2 -c:a aac",
        "mp4");
    const Frames all = test::frames_of(source.get());
    StyleOptions style = texts();
    style.name_seconds = 3;
    const test::MadeClip clip = test::cut_clip(source.get(), 7, 31, CutMode::styled, style);
    ASSERT_EQ(clip.report.method, CutMethod::smart) << clip.report.why_not_smart;
    const Frames seen = test::frames_of(clip.fd.get());
    expect_card(seen, 1);
    const auto likeness = [&](double at) {  // to the recording
        return test::psnr(shown_at(seen, at + style.title_seconds), shown_at(all, at + 7));
    };
    EXPECT_LT(likeness(0.05), 50);
    EXPECT_LT(likeness(0.15), likeness(0.05)) << "it comes slowly";
    EXPECT_LT(likeness(0.5), least_psnr);
    EXPECT_EQ(std::lround(likeness(0.5) * 10), std::lround(likeness(2.5) * 10));
    EXPECT_GT(likeness(2.85), likeness(2.5)) << "it goes slowly";
    for (const double at : {3.0, 4.9, 5.1})
        EXPECT_GT(likeness(at), least_psnr) << at;
    for (const double at : {12.0, 17.1, 23.9})
        EXPECT_EQ(likeness(at), HUGE_VAL) << at;
}

// Without a name the recording's packets follow the card at once if the clip starts with an IDR frame.
TEST(SmartStyledCard, ComesBeforeCopiedVideo) {
    const UniqueFd source = test::make_clip({.seconds = 8});
    StyleOptions style = texts();
    style.name.clear();
    for (const double start : {2.0, 1.98}) {
        const test::MadeClip clip = test::cut_clip(source.get(), start, 7, CutMode::styled, style);
        EXPECT_EQ(clip.report.method, CutMethod::smart) << clip.report.why_not_smart;
        const std::vector<test::SeenFrame> seen = test::see_frames(clip.fd.get());
        ASSERT_EQ(seen.size(), 5U + 125U);
        EXPECT_EQ(seen[5].number, 50);
        EXPECT_NEAR(seen[5].at, 1, rounding);
        EXPECT_NEAR(seen[6].at, 3.04 - start, rounding);
    }
    style.title.clear();
    const test::MadeClip clip = test::cut_clip(source.get(), 2, 7, CutMode::styled, style);
    EXPECT_EQ(clip.report.method, CutMethod::copied) << clip.report.why_not_smart;
    EXPECT_EQ(test::see_frames(clip.fd.get()).front().number, 50);
}

TEST(SmartStyledCard, ComesBeforeASilentRecording) {
    const UniqueFd source = test::make_clip({.seconds = 8, .audio = ""});
    const test::MadeClip clip = test::cut_clip(source.get(), 1, 7, CutMode::styled, texts());
    EXPECT_EQ(clip.report.method, CutMethod::smart) << clip.report.why_not_smart;
    EXPECT_FALSE(clip.report.has_audio);
    EXPECT_NEAR(clip.report.duration, 7, 0.001);
}

// The numbers of red in BT.709, BT.601 and full range.
TEST(SmartStyledCard, HasTheColoursOfTheRecording) {
    const std::tuple<const char*, const char*, std::array<int, 3>> cases[] = {
        {"BT.709", "-colorspace bt709 -color_primaries bt709 -color_trc bt709", {63, 102, 240}},
        {"BT.601", "-colorspace smpte170m -color_primaries smpte170m -color_trc smpte170m", {81, 90, 240}},
        {"not told, so BT.601", "", {81, 90, 240}},
        {"full range", "-pix_fmt yuvj420p -color_range pc -colorspace bt709", {54, 99, 255}},
    };
    for (const auto& [name, arguments, numbers] : cases) {
        SCOPED_TRACE(name);
        const UniqueFd source = test::record({name, std::string("-g 25 ") + arguments}, 8);
        StyleOptions style = texts();
        style.look = on_ground(*look_named("plain"), 0xFF0000);
        const test::MadeClip clip = test::cut_clip(source.get(), 1.3, 7, CutMode::styled, style);
        EXPECT_EQ(clip.report.method, CutMethod::smart) << clip.report.why_not_smart;
        const std::string card = test::frames_of(clip.fd.get()).front().bytes;
        const std::size_t corners[] = {0, 160 * 100, 160 * 100 * 5 / 4};
        for (std::size_t plane = 0; plane < 3; ++plane)
            EXPECT_NEAR(static_cast<unsigned char>(card[corners[plane]]), numbers[plane], 3) << plane;
    }
}

// It has another size, rate, range and no audio.
TEST(SmartStyledIntro, IsPlayedInTheFramesOfTheRecording) {
    const UniqueFd source = test::record({"full range", "-g 25 -pix_fmt yuvj420p -color_range pc"}, 8);
    const UniqueFd intro = test::ffmpeg(
        "-f lavfi -i color=white:size=320x200:rate=30:duration=2 -c:v libx264 -pix_fmt yuv420p", "mp4");
    StyleOptions style = texts();
    style.intro_fd = intro.get();
    const test::MadeClip clip = test::cut_clip(source.get(), 1.3, 7, CutMode::styled, style);
    EXPECT_EQ(clip.report.method, CutMethod::smart) << clip.report.why_not_smart;
    EXPECT_NEAR(clip.report.duration, 7.7, 0.022);
    const Frames seen = test::frames_of(clip.fd.get());
    for (std::size_t i = 0; i < 60; ++i) {
        EXPECT_NEAR(seen[i].at, static_cast<double>(i) / 30, rounding);
        EXPECT_GE(static_cast<unsigned char>(seen[i].bytes[160 * 50 + 80]), 250) << "white in full range";
    }
    EXPECT_NEAR(seen[60].at, 2, rounding);
}

TEST(SmartStyledIntro, IsHeardAsLoudAsTheRecording) {
    const UniqueFd source = test::make_clip({.seconds = 10, .level = 0.3, .clicks = false});
    const UniqueFd intro =
        test::make_clip({.seconds = 2, .width = 96, .height = 96, .level = 0.01, .clicks = false});
    StyleOptions style = texts();
    style.intro_fd = intro.get();
    const test::MadeClip clip = test::cut_clip(source.get(), 2.5, 9, CutMode::styled, style);
    EXPECT_EQ(clip.report.method, CutMethod::smart) << clip.report.why_not_smart;
    const std::vector<float> samples = test::hear(clip.fd.get());
    EXPECT_NEAR(test::pitch_between(samples, 1.1, 1.9), test::pitch_of(1), 6);
    EXPECT_NEAR(test::pitch_between(samples, 2.1, 2.4), test::pitch_of(2), 6);
    const auto loudest = [&](double from, double to) {
        const auto at = [&](double time) { return samples.begin() + std::lround(time * 48'000); };
        return *std::max_element(at(from), at(to));
    };
    EXPECT_NEAR(loudest(1.1, 1.9), loudest(2.1, 2.4), 0.05);
}

}  // namespace
}  // namespace lectern::media
