#include "media/av/probe.hpp"

#include "tests/media/support/make_clip.hpp"

#include <gtest/gtest.h>

namespace lectern::media {

namespace {

using test::ClipSpec;
using test::make_clip;

struct Case {
    const char* name;
    ClipSpec spec;
    const char* container;
    const char* video;
    const char* audio;
};

class ProbeContainers : public testing::TestWithParam<Case> {};

TEST_P(ProbeContainers, TellsWhatIsInThem) {
    const Case& c = GetParam();
    const UniqueFd fd = make_clip(c.spec);
    const auto info = probe(fd.get(), {}, {});
    ASSERT_TRUE(info) << info.error().message << " " << info.error().detail;
    EXPECT_EQ(info->container, c.container);
    EXPECT_NEAR(info->duration, c.spec.seconds, 0.15);
    ASSERT_EQ(info->video.has_value(), c.video[0] != '\0');
    if (info->video) {
        EXPECT_EQ(info->video->codec, c.video);
        EXPECT_EQ(info->video->width, c.spec.width);
        EXPECT_EQ(info->video->height, c.spec.height);
        EXPECT_NEAR(info->video->fps, c.spec.fps, 0.5);
    }
    ASSERT_EQ(info->audio.has_value(), c.audio[0] != '\0');
    if (info->audio) {
        EXPECT_EQ(info->audio->codec, c.audio);
        EXPECT_EQ(info->audio->rate, c.spec.rate);
        EXPECT_EQ(info->audio->channels, c.spec.channels);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Containers, ProbeContainers,
    testing::Values(
        Case{"mp4", {}, "mov", "h264", "aac"}, Case{"mkv", {.format = "matroska"}, "matroska", "h264", "aac"},
        Case{"late_mkv", {.format = "matroska", .first_timestamp = 3}, "matroska", "h264", "aac"},
        Case{"ts", {.format = "mpegts"}, "mpegts", "h264", "aac"},
        Case{"avi", {.format = "avi", .video = "mpeg4", .audio = "pcm_s16le"}, "avi", "mpeg4", "pcm_s16le"},
        Case{"flv", {.format = "flv", .rate = 44'100}, "flv", "h264", "aac"},
        Case{"fragments",
             {.movflags = "frag_keyframe+empty_moov+default_base_moof+skip_trailer"},
             "mov",
             "h264",
             "aac"},
        Case{"wav",
             {.format = "wav", .video = "", .audio = "pcm_s16le", .channels = 1},
             "wav",
             "",
             "pcm_s16le"},
        Case{"adts", {.format = "adts", .video = ""}, "aac", "", "aac"},
        Case{"flac", {.format = "flac", .video = "", .audio = "flac"}, "flac", "", "flac"},
        Case{"silent", {.audio = ""}, "mov", "h264", ""}),
    [](const auto& made) { return std::string(made.param.name); });

TEST(Probe, TellsTheTurnOfPhoneVideo) {
    for (const int turn : {0, 90, 180, 270}) {
        const UniqueFd fd = make_clip({.seconds = 1, .rotation = turn, .audio = ""});
        const auto info = probe(fd.get(), {}, {});
        ASSERT_TRUE(info) << info.error().detail;
        EXPECT_EQ(info->video->rotation, turn);
    }
}

TEST(Probe, ListsTextSubtitles) {
    const UniqueFd fd = make_clip({.captions_codec = "mov_text", .captions = {{1, 2, "Hello"}}});
    const auto info = probe(fd.get(), {}, {});
    ASSERT_TRUE(info) << info.error().detail;
    ASSERT_EQ(info->subtitles.size(), 1U);
    EXPECT_EQ(info->subtitles[0].codec, "mov_text");
    EXPECT_EQ(info->subtitles[0].language, "vie");
}

}  // namespace

}  // namespace lectern::media
