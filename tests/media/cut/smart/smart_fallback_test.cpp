#include "media/av/recording.hpp"
#include "tests/media/cut/cut_fixture.hpp"
#include "tests/media/cut/smart/recordings.hpp"
#include "tests/media/support/ffmpeg.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <unistd.h>

namespace lectern::media {
namespace {

struct Whole {
    const char* name;
    const char* arguments;
    const char* why;
    double fps = 25;
};

const Whole not_smart[] = {
    {"open_groups", "-g 20 -x264-params open-gop=1:bframes=3:scenecut=0", "no IDR frame"},
    {"intra_refresh", "-g 20 -x264-params intra-refresh=1:bframes=0", "no IDR frame"},
    {"ten_bits", "-g 50 -pix_fmt yuv420p10le", "profile 110"},
    {"fine_colour", "-g 50 -pix_fmt yuv444p", "profile 244"},
    {"interlaced", "-g 50 -flags +ilme+ildct -x264-params tff=1", "interlaced", 50},
    {"coded_as_fields", "-g 50 -x264-params fake-interlaced=1", "fields"},
    {"one_keyframe", "-g 1000 -sc_threshold 0", "no IDR frame"},
    {"high_range", "-g 50 -color_trc smpte2084 -color_primaries bt2020 -colorspace bt2020nc", "HDR"},
    {"other_codec", "-c:v mpeg4 -g 50", "not H.264"},
};

void expect_whole(const test::MadeClip& clip, const char* why, double frames) {
    EXPECT_EQ(clip.report.method, CutMethod::encoded);
    EXPECT_THAT(clip.report.why_not_smart, testing::HasSubstr(why));
    EXPECT_FALSE(clip.report.smart_check_failed);
    EXPECT_NEAR(static_cast<double>(clip.report.frames), frames, 1);
}

UniqueFd record_quickly(const char* name, const std::string& arguments) {
    return test::record({name, "-preset ultrafast " + arguments}, 4);
}

StyleOptions short_texts() {
    StyleOptions style;
    style.title = style.name = "Name";
    style.title_seconds = 1;
    style.name_seconds = 0.5;
    return style;
}

TEST(NotSmart, IsEncodedAsAWhole) {
    for (const Whole& one : not_smart) {
        SCOPED_TRACE(one.name);
        const UniqueFd source = record_quickly(one.name, one.arguments);
        expect_whole(test::cut_clip(source.get(), 1.3, 3.3, CutMode::exact), one.why, 2 * one.fps);
        expect_whole(test::cut_clip(source.get(), 1.3, 3.3, CutMode::styled, short_texts()), one.why,
                     3 * one.fps);
    }
}

// What is drawn has to look as the copied frames, and texts stand upright.
TEST(NotSmart, FramesThatTextsCannotBeDrawnOn) {
    const std::pair<test::Encoding, const char*> cases[] = {
        {{"turned", "-g 25", "mp4", true}, "turned"},
        {{"wide_pixels", "-g 25 -vf setsar=16/15"}, "not square"},
        {{"wide_gamut", "-g 25 -color_primaries bt2020 -colorspace bt2020nc"}, "colours"},
    };
    for (const auto& [encoding, why] : cases) {
        SCOPED_TRACE(encoding.name);
        const UniqueFd source = test::record(encoding, 4);
        expect_whole(test::cut_clip(source.get(), 0.3, 3.3, CutMode::styled, short_texts()), why, 100);
        const test::MadeClip plain = test::cut_clip(source.get(), 0.3, 3.3, CutMode::styled);
        EXPECT_EQ(plain.report.method, CutMethod::smart) << "without texts: " << plain.report.why_not_smart;
    }
}

TEST(NotSmart, StyledClipsOfOtherFrames) {
    const UniqueFd source = record_quickly("plain", "-g 25");
    StyleOptions style = short_texts();
    EXPECT_EQ(test::cut_clip(source.get(), 0.3, 3.3, CutMode::styled, style).report.method, CutMethod::smart);
    style.name_seconds = 2.5;
    expect_whole(test::cut_clip(source.get(), 0.3, 3.3, CutMode::styled, style), "too short for its name",
                 100);
    style.frame = {160, 100};
    expect_whole(test::cut_clip(source.get(), 0.3, 3.3, CutMode::styled, style), "", 100);
    style = short_texts();
    style.fps = 25;
    expect_whole(test::cut_clip(source.get(), 0.3, 3.3, CutMode::styled, style), "", 100);
    const UniqueFd large = record_quickly("large", "-g 25 -vf scale=2000:100,setsar=1");
    const test::MadeClip clip = test::cut_clip(large.get(), 0.3, 3.3, CutMode::styled, short_texts());
    expect_whole(clip, "larger than 1080p", 100);
    const Recording made = open_media(clip.fd.get(), {}, {});
    EXPECT_EQ(made.video()->codecpar->width, 1920);
    EXPECT_EQ(made.video()->codecpar->height, 96);
}

// Other audio would not help where the track cannot tell how long the last frame stands.
TEST(SmartCutFallback, TriesOtherAudioForTheAudioOnly) {
    const UniqueFd source =
        test::ffmpeg("-f lavfi -i " + test::moving_picture(4) + " -f lavfi -i " + test::syllables(8) +
                         " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 25 -qp 4 "
                         "-video_track_timescale 2000000000 -c:a aac",
                     "mp4");
    for (const CutMode mode : {CutMode::exact, CutMode::fast}) {
        const UniqueFd output = test::make_file("");
        CutRequest request;
        request.source_fd = source.get();
        request.output_fd = output.get();
        request.start = 0.5;
        request.end = 7.5;
        request.mode = mode;
        int attempts = 0;
        std::int64_t last = INT64_MAX;
        request.grow = [&](std::int64_t end) -> Outcome<> {
            if (end <= last) ++attempts;
            last = end;
            return {};
        };
        const auto report = cut(request, {}, {});
        ASSERT_TRUE(report) << report.error().detail;
        EXPECT_EQ(report->method, CutMethod::encoded);
        EXPECT_EQ(attempts, 2);
    }
}

// Something changes bytes of the clip while it is made. Its check sees it, and it is made again.
TEST(SmartCutCheck, ABrokenClipIsEncodedAsAWhole) {
    const UniqueFd source = test::record({"noise", "-g 100 -qp 10"}, 9);
    for (const CutMode mode : {CutMode::exact, CutMode::styled}) {
        const UniqueFd output = test::make_file("");
        int calls = 0;
        CutRequest request;
        request.source_fd = source.get();
        request.output_fd = output.get();
        request.start = 1;
        request.end = 8;
        request.mode = mode;
        request.grow = [&](std::int64_t end) -> Outcome<> {
            const std::string damage(3'000, 'x');
            if (end > 600'000 && ++calls == 1) {
                EXPECT_GT(::pwrite(output.get(), damage.data(), damage.size(), 300'000), 0);
            }
            return {};
        };
        const auto report = cut(request, {}, {});
        ASSERT_TRUE(report) << report.error().detail;
        EXPECT_GT(calls, 1);
        EXPECT_TRUE(report->smart_check_failed);
        EXPECT_EQ(report->method, CutMethod::encoded);
        EXPECT_THAT(report->why_not_smart, testing::HasSubstr("failed its check"));
        EXPECT_EQ(report->frames, 175);
    }
}

}  // namespace
}  // namespace lectern::media
