#include "media/av/decode_audio.hpp"

#include "tests/media/support/make_clip.hpp"
#include "tests/media/support/read_clip.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace lectern::media {

namespace {

using test::ClipSpec;
using test::make_clip;

std::vector<float> decode(int fd, const AudioFormat& format) {
    std::vector<float> samples;
    const auto done = decode_audio(
        fd, format,
        [&](std::span<const float> part) { samples.insert(samples.end(), part.begin(), part.end()); }, {},
        {});
    EXPECT_TRUE(done) << done.error().message << " " << done.error().detail;
    return samples;
}

struct Case {
    const char* name;
    ClipSpec spec;
};

class AudioOf : public testing::TestWithParam<Case> {};

// Clicks stand at whole seconds, whatever container, rate and codec.
TEST_P(AudioOf, IsInStepWithMediaTime) {
    const UniqueFd fd = make_clip(GetParam().spec);
    const std::vector<float> samples = decode(fd.get(), {48'000, 1, 0});
    EXPECT_NEAR(static_cast<double>(samples.size()) / 48'000, GetParam().spec.seconds, 0.15);
    const std::vector<double> clicks = test::clicks_in(samples);
    ASSERT_GE(clicks.size(), 5U);
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_NEAR(clicks[i], static_cast<double>(i + 1), 0.003) << i;
    }
    for (int second = 0; second < 6; ++second) {
        EXPECT_NEAR(test::pitch_between(samples, second + 0.1, second + 0.9), test::pitch_of(second), 5)
            << second;
    }
}

TEST_P(AudioOf, CanStartAnywhere) {
    const UniqueFd fd = make_clip(GetParam().spec);
    const std::vector<double> clicks = test::clicks_in(decode(fd.get(), {48'000, 1, 2.37}));
    ASSERT_GE(clicks.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(clicks[i], 0.63 + static_cast<double>(i), 0.003) << i;
}

INSTANTIATE_TEST_SUITE_P(
    Recordings, AudioOf,
    testing::Values(
        Case{"mp4", {}}, Case{"mkv", {.format = "matroska"}}, Case{"ts", {.format = "mpegts"}},
        Case{"late_ts", {.format = "mpegts", .first_timestamp = 500}},
        Case{"flv", {.format = "flv", .rate = 44'100}},
        Case{"pcm_mono",
             {.format = "avi", .video = "mpeg4", .audio = "pcm_s16le", .rate = 44'100, .channels = 1}},
        Case{"surround", {.format = "matroska", .audio = "flac", .rate = 44'100, .channels = 6}},
        Case{"telephone",
             {.format = "wav", .video = "", .audio = "pcm_s16le", .rate = 16'000, .channels = 1}}),
    [](const auto& made) { return std::string(made.param.name); });

TEST(Audio, FillsHolesWithSilence) {
    const UniqueFd fd = make_clip({.format = "matroska", .hole_from = 2.2, .hole_to = 3.7});
    const std::vector<float> samples = decode(fd.get(), {48'000, 1, 0});
    const std::vector<double> clicks = test::clicks_in(samples);
    const double expected[] = {1, 2, 4, 5};
    ASSERT_GE(clicks.size(), std::size(expected));
    for (std::size_t i = 0; i < std::size(expected); ++i)
        EXPECT_NEAR(clicks[i], expected[i], 0.003);
    EXPECT_EQ(test::pitch_between(samples, 2.4, 3.6), 0);
}

TEST(Audio, StartsWithSilenceWhereTheAudioComesLate) {
    const UniqueFd fd = make_clip({.audio_delay = 1.5});
    const std::vector<float> samples = decode(fd.get(), {16'000, 1, 0});
    for (std::size_t i = 0; i < 16'000; ++i)
        ASSERT_LT(std::abs(samples[i]), 0.001F);
    EXPECT_NEAR(static_cast<double>(samples.size()) / 16'000, 7.5, 0.1);
}

TEST(Audio, DeliversChannelsInterleaved) {
    const UniqueFd fd = make_clip({});
    EXPECT_NEAR(static_cast<double>(decode(fd.get(), {16'000, 2, 0}).size()) / 32'000, 6, 0.1);
}

TEST(Audio, SaysThatThereIsNoAudio) {
    const UniqueFd fd = make_clip({.seconds = 1, .audio = ""});
    const auto done = decode_audio(fd.get(), {}, [](std::span<const float>) {}, {}, {});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, FailureKind::permanent);
    EXPECT_EQ(done.error().message, "The recording has no audio.");
}

TEST(Audio, StopsWhenAsked) {
    const UniqueFd fd = make_clip({});
    std::stop_source stop;
    std::size_t parts = 0;
    const auto done = decode_audio(fd.get(), {},
                                   [&](std::span<const float>) {
                                       ++parts;
                                       stop.request_stop();
                                   },
                                   {}, {stop.get_token(), {}});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, FailureKind::cancelled);
    EXPECT_LE(parts, 3U);
}

TEST(Audio, LetsTheSinksExceptionThrough) {
    const UniqueFd fd = make_clip({.seconds = 1});
    EXPECT_THROW((void)decode_audio(fd.get(), {},
                                    [](std::span<const float>) { throw std::runtime_error("full"); }, {}, {}),
                 std::runtime_error);
}

}  // namespace

}  // namespace lectern::media
