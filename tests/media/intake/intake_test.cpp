#include "media/cut/cut.hpp"
#include "media/intake/mend_clock.hpp"
#include "media/intake/take_in.hpp"
#include "tests/media/support/ffmpeg.hpp"
#include "tests/media/support/make_clip.hpp"
#include "tests/media/support/read_clip.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::media {
namespace {

using test::ffmpeg;
using testing::HasSubstr;

// A flash and a beep at each whole second.
const std::string flashes =
    "-f lavfi -i \"color=black:s=160x90:r=25:d=8,drawbox=c=white:t=fill:enable='lt(mod(t,1),0.039)'\" "
    "-f lavfi -i \"aevalsrc='if(lt(mod(t,1),0.04),0.7*sin(2*PI*1000*t),0)':s=48000:d=8\" "
    "-c:v libx264 -preset ultrafast -g 50 -c:a aac ";

UniqueFd joined(const std::vector<int>& files) {
    std::string all;
    for (const int fd : files)
        all += test::read_file(fd);
    return test::make_file(all);
}

std::vector<double> flashes_in(int fd) {
    std::vector<double> at;
    for (const test::SeenFrame& frame : test::see_frames(fd))
        if (frame.brightness > 150) at.push_back(frame.at);
    return at;
}

// Checks that there is a flash each second, and a beep with each.
void check_flashes(int fd, std::size_t count) {
    const std::vector<double> seen = flashes_in(fd);
    const std::vector<double> heard = test::clicks_in(test::hear(fd));
    ASSERT_GE(seen.size(), count);
    ASSERT_GE(heard.size(), count);
    for (std::size_t i = 0; i < count; ++i) {
        EXPECT_NEAR(seen[i], heard[i], 0.06) << i;
        EXPECT_NEAR(seen[i] - seen[0], static_cast<double>(i), 0.13) << i;
    }
}

struct LeapCase {
    const char* name;
    const char* format;
    const char* first;
    const char* second;
};

class ClockOf : public testing::TestWithParam<LeapCase> {};

TEST_P(ClockOf, ARecordingThatLeapsIsMended) {
    const LeapCase& c = GetParam();
    const UniqueFd a = ffmpeg(flashes + c.first, c.format);
    const UniqueFd b = ffmpeg(flashes + c.second, c.format);
    const UniqueFd fd = joined({a.get(), b.get()});
    const auto intake = take_in(fd.get(), {}, {});
    ASSERT_TRUE(intake) << intake.error().message << " " << intake.error().detail;
    ASSERT_TRUE(intake->clock_leaps);
    EXPECT_NEAR(*intake->clock_leaps, 8, 0.2);
    const UniqueFd mended = test::make_empty_file();
    const auto done = mend_clock(fd.get(), mended.get(), {}, {}, {});
    ASSERT_TRUE(done) << done.error().message << " " << done.error().detail;
    const auto again = take_in(mended.get(), {}, {});
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_FALSE(again->clock_leaps);
    EXPECT_NEAR(again->info.duration, 16, 0.2);
    check_flashes(mended.get(), 16);
    for (const CutMode mode : {CutMode::exact, CutMode::fast, CutMode::styled}) {
        const UniqueFd clip = test::make_empty_file();
        const auto report = cut({mended.get(), clip.get(), 5.5, 11.5, mode, {}, 1}, {}, {});
        ASSERT_TRUE(report) << report.error().message << " " << report.error().detail;
        check_flashes(clip.get(), 6);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Containers, ClockOf,
    testing::Values(LeapCase{"ts_back", "mpegts", "-output_ts_offset 100", "-output_ts_offset 10"},
                    LeapCase{"ts_far_back", "mpegts", "-output_ts_offset 5000", "-output_ts_offset 10"},
                    LeapCase{"ts_a_little_back", "mpegts", "-output_ts_offset 100", "-output_ts_offset 104"},
                    LeapCase{"ts_ahead", "mpegts", "-output_ts_offset 100", "-output_ts_offset 900"},
                    LeapCase{"ts_same_again", "mpegts", "", ""}, LeapCase{"matroska", "matroska", "", ""}),
    [](const auto& made) { return std::string(made.param.name); });

TEST(Intake, LeavesATimeThatGoesOn) {
    for (const char* format : {"mpegts", "flv", "matroska", "mp4"}) {
        const UniqueFd fd = ffmpeg(flashes + "-ar 44100", format);
        const auto intake = take_in(fd.get(), {}, {});
        ASSERT_TRUE(intake) << format << intake.error().message;
        EXPECT_FALSE(intake->clock_leaps) << format;
        EXPECT_NEAR(intake->info.duration, 8, 0.15) << format;
    }
}

TEST(Intake, LeavesFramesThatWaitForLongForTheirTurn) {
    // Matroska does not tell when the first frames are decoded; the second frame of the file is shown at 0.4
    // s.
    const UniqueFd fd = ffmpeg(
        "-f lavfi -i testsrc2=s=320x180:r=10:d=6 -f lavfi -i sine=d=6 -c:v libx265 -preset ultrafast "
        "-x265-params log-level=error -c:a aac",
        "matroska");
    const auto intake = take_in(fd.get(), {}, {});
    ASSERT_TRUE(intake) << intake.error().message;
    EXPECT_FALSE(intake->clock_leaps);
}

TEST(Intake, NamesTheCodecThatCannotBeDecoded) {
    struct Case {
        const char* arguments;
        const char* format;
        const char* message;
    };
    const std::string inputs = "-f lavfi -i testsrc=s=176x144:r=10:d=1 -f lavfi -i sine=d=1 ";
    for (const Case& c :
         {Case{"-c:v snow -strict -2 -c:a aac", "matroska", "video of the recording. Its codec is snow"},
          Case{"-c:v utvideo -c:a aac", "matroska", "codec is utvideo"},
          Case{"-c:v libx264 -c:a sonic -strict -2", "matroska",
               "audio of the recording. Its codec is sonic"}}) {
        const UniqueFd fd = ffmpeg(inputs + c.arguments, c.format);
        const auto intake = take_in(fd.get(), {}, {});
        ASSERT_FALSE(intake) << c.arguments;
        EXPECT_EQ(intake.error().kind, FailureKind::permanent);
        EXPECT_THAT(intake.error().message, HasSubstr(c.message));
    }
    for (const char* codec :
         {"-c:v ffv1", "-s 1280x720 -pix_fmt yuv422p -c:v dnxhd -profile:v dnxhr_lb", "-c:v qtrle",
          "-c:v prores", "-pix_fmt yuv444p10le -c:v libx264", "-c:v mjpeg"}) {
        const UniqueFd fd = ffmpeg(inputs + codec + " -c:a pcm_s16le", "mov");
        EXPECT_TRUE(take_in(fd.get(), {}, {})) << codec;
        const UniqueFd clip = test::make_empty_file();
        EXPECT_TRUE(cut({fd.get(), clip.get(), 0.2, 0.8, CutMode::exact, {}, 1}, {}, {})) << codec;
    }
}

TEST(Intake, TellsDamageFromTheCodecsName) {
    // The packets of the video are noise.
    const UniqueFd whole = ffmpeg("-f lavfi -i testsrc=s=176x144:r=10:d=4 -c:v libx264", "mp4");
    std::string bytes = test::read_file(whole.get());
    const std::size_t data = bytes.find("mdat") + 4;
    for (std::size_t i = data; i < bytes.find("moov"); ++i)
        bytes[i] = static_cast<char>(i * 7919 >> 3);
    const UniqueFd fd = test::make_file(bytes);
    const auto intake = take_in(fd.get(), {}, {});
    ASSERT_FALSE(intake);
    EXPECT_THAT(intake.error().message, HasSubstr("h264"));
}

}  // namespace
}  // namespace lectern::media
