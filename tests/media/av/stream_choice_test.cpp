#include "media/av/decode_audio.hpp"
#include "media/av/probe.hpp"
#include "media/av/recording.hpp"
#include "tests/media/support/ffmpeg.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

using test::ffmpeg;
using test::syllables;

const std::string silence = "-f lavfi -i anullsrc=r=48000:cl=stereo:d=20";
const std::string hum = "-f lavfi -i sine=100:r=48000:d=20";
const std::string noise = "-f lavfi -i anoisesrc=r=48000:a=0.1:c=pink:d=20";
// A signal tone now and then, as desktops make them.
const std::string tones = "-f lavfi -i \"aevalsrc='0.5*sin(2*PI*880*t)*lt(mod(t,3),0.2)':s=48000:d=20\"";
const std::string voice = "-f lavfi -i " + syllables(20);
const std::string soft_voice = "-f lavfi -i " + syllables(20, "[v];[v]volume=-40dB");
// Nobody speaks in the first three quarters.
const std::string late_voice =
    "-f lavfi -i \"aevalsrc='0.3*sin(2*PI*440*t)*lt(mod(t,0.25),0.15)*gt(t,15)':s=48000:d=20\"";

const std::string video = "-f lavfi -i color=black:s=64x64:r=5:d=20 ";

struct Case {
    const char* name;
    std::string audio;  // two inputs, in their order
    std::string more;   // dispositions, languages
    int wanted;         // number of the audio track
    std::vector<std::string> formats = {"matroska"};
};

class AudioTracks : public testing::TestWithParam<Case> {};

int chosen(const UniqueFd& fd, const std::string& language = "") {
    MediaLimits limits;
    limits.language = language;
    const Recording recording = open_media(fd.get(), limits, {});
    return recording.audio() != nullptr ? recording.audio()->index - 1 : -1;
}

TEST_P(AudioTracks, TheOneThatSpeaksIsTaken) {
    const Case& c = GetParam();
    for (const std::string& format : c.formats) {
        const UniqueFd fd =
            ffmpeg(video + c.audio + " -map 0 -map 1 -map 2 -c:v libx264 -c:a aac " + c.more, format);
        EXPECT_EQ(chosen(fd), c.wanted) << format;
        EXPECT_EQ(chosen(fd), c.wanted) << format << ", opened again";
    }
}

INSTANTIATE_TEST_SUITE_P(
    Choice, AudioTracks,
    testing::Values(
        Case{"silence_first", silence + " " + voice, "", 1, {"mp4", "matroska", "mpegts"}},
        Case{"voice_first", voice + " " + silence, "", 0},
        Case{"silence_is_default", silence + " " + voice, "-disposition:a:0 default -disposition:a:1 0", 1},
        Case{"hum", hum + " " + voice, "", 1}, Case{"noise", noise + " " + voice, "", 1},
        Case{"tones", tones + " " + voice, "", 1}, Case{"late_voice", silence + " " + late_voice, "", 1},
        Case{"soft_voice", soft_voice + " " + voice, "", 1}, Case{"two_voices", voice + " " + voice, "", 0},
        Case{"second_is_default", voice + " " + voice, "-disposition:a:0 0 -disposition:a:1 default", 1},
        Case{"silences", silence + " " + silence, "", 0}),
    [](const auto& made) { return std::string(made.param.name); });

TEST(AudioTracks, ADescriptionForTheBlindIsNotTheLecture) {
    const UniqueFd fd = ffmpeg(video + voice + " " + voice +
                                   " -map 0 -map 1 -map 2 -c:v libx264 -c:a aac "
                                   "-disposition:a:0 visual_impaired -disposition:a:1 0",
                               "matroska");
    EXPECT_EQ(chosen(fd), 1);
}

TEST(AudioTracks, AreChosenAlthoughTheTimesOfOneAreDamaged) {
    // Each part of the first track seems to begin with eleven hours of silence.
    const UniqueFd fd = ffmpeg(video + voice + " " + voice +
                                   " -map 0 -map 1 -map 2 -c:v libx264 -c:a aac "
                                   "-bsf:a:0 setts=pts=PTS+3600000000:dts=DTS",
                               "mpegts");
    EXPECT_EQ(chosen(fd), 0);
}

TEST(AudioTracks, TheLanguageDecidesBetweenVoices) {
    const UniqueFd fd = ffmpeg(video + voice + " " + voice +
                                   " -map 0 -map 1 -map 2 -c:v libx264 -c:a aac -metadata:s:a:0 language=eng "
                                   "-metadata:s:a:1 language=vie",
                               "matroska");
    EXPECT_EQ(chosen(fd, "vi"), 1);
    EXPECT_EQ(chosen(fd, "en"), 0);
    EXPECT_EQ(chosen(fd), 0);
}

TEST(VideoTracks, ACoverIsNotTheLectureWhereverItStands) {
    const UniqueFd cover = ffmpeg("-f lavfi -i color=red:s=1000x1000 -frames:v 1 -c:v mjpeg", "image2pipe");
    const UniqueFd lecture =
        ffmpeg("-f lavfi -i color=black:s=64x64:r=5:d=8 -f lavfi -i sine=d=8 -c:v libx264 -c:a aac", "mp4");
    for (const char* format : {"mp4", "matroska"}) {
        for (const char* order : {"-map 0 -map 1", "-map 1 -map 0"}) {
            for (const char* disposition : {"attached_pic+default", "default", "attached_pic"}) {
                const bool first = order[5] == '0';
                const std::string which = first ? "-disposition:v:0 " : "-disposition:v:1 ";
                const std::string other = first ? " -disposition:v:1 0 " : " -disposition:v:0 0 ";
                const UniqueFd fd = ffmpeg(std::string("-f image2pipe -i IN0 -i IN1 ") + order + " -c copy " +
                                               which + disposition + other,
                                           format, {cover.get(), lecture.get()});
                const auto info = probe(fd.get(), {}, {});
                ASSERT_TRUE(info) << info.error().message;
                ASSERT_TRUE(info->video) << format << order << disposition;
                EXPECT_EQ(info->video->width, 64) << format << " " << order << " " << disposition;
                EXPECT_NEAR(info->duration, 8, 0.3);
            }
        }
    }
}

}  // namespace
}  // namespace lectern::media
