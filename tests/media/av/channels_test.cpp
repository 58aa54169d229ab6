#include "media/av/channels.hpp"

#include "media/av/decode_audio.hpp"
#include "tests/media/support/ffmpeg.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

std::vector<float> decode(const UniqueFd& fd, int channels) {
    std::vector<float> samples;
    const auto done = decode_audio(
        fd.get(), {16'000, channels, 0},
        [&](std::span<const float> part) { samples.insert(samples.end(), part.begin(), part.end()); }, {},
        {});
    EXPECT_TRUE(done) << done.error().message << " " << done.error().detail;
    return samples;
}

float peak(const std::vector<float>& samples) {
    float most = 0;
    for (const float sample : samples)
        most = std::max(most, std::abs(sample));
    return most;
}

double level(const std::vector<float>& samples) {
    double power = 0;
    for (const float sample : samples)
        power += static_cast<double>(sample) * sample;
    return 10 * std::log10(power / static_cast<double>(samples.size()) + 1e-12);
}

const std::string tone = "-f lavfi -i \"aevalsrc='0.5*sin(2*PI*440*t)':s=48000:d=4\" -filter_complex ";

TEST(Channels, InAntiphaseAreHeard) {
    const UniqueFd in_phase = test::ffmpeg(tone + "\"[0]pan=stereo|c0=c0|c1=c0\" -c:a aac", "mp4");
    const double normal = level(decode(in_phase, 1));
    EXPECT_NEAR(normal, -9, 1);
    for (const char* pan : {"stereo|c0=c0|c1=-1*c0", "stereo|c0=c0|c1=-0.7*c0", "stereo|c0=-0.6*c0|c1=c0"}) {
        const UniqueFd fd = test::ffmpeg(tone + "\"[0]pan=" + pan + "\" -c:a aac", "mp4");
        EXPECT_GT(level(decode(fd, 1)), normal - 3) << pan;
    }
}

TEST(Channels, OfWhichOneIsSilentAreHeard) {
    const UniqueFd fd = test::ffmpeg(tone + "\"[0]pan=stereo|c0=c0|c1=0*c0\" -c:a aac", "mp4");
    EXPECT_NEAR(level(decode(fd, 1)), -15, 1);
}

TEST(Channels, AreNeverMixedAboveFullScale) {
    for (const char* pan :
         {"5.1|FL=1.9*c0|FR=1.9*c0|FC=1.9*c0|BL=1.9*c0|BR=1.9*c0", "7.1|FL=1.9*c0|FC=1.9*c0|SL=1.9*c0",
          "quad|FL=1.9*c0|FR=1.9*c0|BL=1.9*c0|BR=1.9*c0", "stereo|FL=1.9*c0|FR=1.9*c0"}) {
        const UniqueFd fd = test::ffmpeg(tone + "\"[0]pan=" + pan + "\" -c:a pcm_f32le", "matroska");
        for (const int channels : {1, 2}) {
            const std::vector<float> samples = decode(fd, channels);
            if (channels == 2 && pan[0] == 's') continue;  // nothing is mixed
            EXPECT_LE(peak(samples), 1.0F) << pan << " to " << channels;
            EXPECT_GT(level(samples), -12) << pan << " to " << channels;
        }
    }
}

TEST(Channels, AreHeardAfterADamagedSample) {
    constexpr float infinite = std::numeric_limits<float>::infinity();
    constexpr float no_number = std::numeric_limits<float>::quiet_NaN();
    const AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO;
    const AVChannelLayout mono = AV_CHANNEL_LAYOUT_MONO;
    for (const float damage : {infinite, -infinite, no_number, 3e38F, 1000.0F}) {
        for (const auto& [in, out] : {std::pair(stereo, 1), std::pair(mono, 2)}) {
            ChannelMixer mixer(in, out);
            std::vector<float> samples(2048, 0.5F);
            samples[100] = damage;
            const auto damaged = mixer.mix(samples);
            EXPECT_LE(peak({damaged.begin(), damaged.end()}), 1.0F) << damage;
            samples[100] = 0.5F;
            const auto after = mixer.mix(samples);
            EXPECT_GT(level({after.begin(), after.end()}), -11) << damage << " to " << out;
        }
    }
}

TEST(Channels, OfManyMicrophonesAreMixed) {
    const UniqueFd fd =
        test::ffmpeg(tone +
                         "\"[0]asplit=10[a][b][c][d][e][f][g][h][i][j];[a][b][c][d][e][f][g][h][i][j]"
                         "amerge=inputs=10\" -c:a pcm_s16le",
                     "mov");
    EXPECT_GT(level(decode(fd, 1)), -12);
    EXPECT_GT(level(decode(fd, 2)), -12);
}

TEST(SampleFormats, OfPcmAreHeard) {
    for (const char* codec :
         {"pcm_s8", "pcm_u8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be",
          "pcm_f32le", "pcm_f32be", "pcm_f64le", "pcm_f64be", "pcm_alaw", "pcm_mulaw", "adpcm_ima_qt"}) {
        const UniqueFd fd = test::ffmpeg(tone + std::string("\"[0]pan=mono|c0=c0\" -c:a ") + codec, "mov");
        EXPECT_NEAR(level(decode(fd, 1)), -9, 1) << codec;
    }
    for (const char* codec : {"wmav2", "adpcm_ms", "pcm_s16le", "wavpack", "tta", "alac", "ac3", "eac3",
                              "dca", "mp2", "libmp3lame", "libopus", "flac", "truehd"}) {
        const UniqueFd fd = test::ffmpeg(
            tone + std::string("\"[0]pan=stereo|c0=c0|c1=c0\" -strict -2 -c:a ") + codec, "matroska");
        EXPECT_NEAR(level(decode(fd, 1)), -9, 1) << codec;
    }
}

}  // namespace
}  // namespace lectern::media
