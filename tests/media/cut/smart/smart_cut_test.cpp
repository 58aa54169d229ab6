#include "media/av/recording.hpp"
#include "media/av/video_rotation.hpp"
#include "tests/media/cut/cut_fixture.hpp"
#include "tests/media/cut/smart/frames_of.hpp"
#include "tests/media/support/ffmpeg.hpp"
#include "tests/media/support/read_clip.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>

#include <gmock/gmock.h>
#include <unistd.h>

namespace lectern::media {
namespace {

struct Made {
    const char* name;
    std::string arguments;  // of ffmpeg, for the video
    std::string format = "mp4";
    bool smart = true;  // else all of it has to be encoded
    bool copies_audio = true;
};

constexpr int seconds = 9;
constexpr int cuts = 3;

// Movement, fine patterns and noise.
std::string picture(int length) {
    return "testsrc2=size=160x100:rate=25:duration=" + std::to_string(length) + ",noise=alls=6:allf=t";
}

// The closed groups are 2 to 3 seconds long, but where they are short on purpose.
const Made recordings[] = {
    {"pyramid", "-preset medium -g 60 -x264-params bframes=5:b-pyramid=normal:b-adapt=2:ref=5"},
    {"cavlc", "-preset fast -g 50 -profile:v main -x264-params cabac=0:ref=8:bframes=2"},
    {"baseline", "-preset veryfast -g 75 -profile:v baseline -level 3.0"},
    {"level_5_1", "-preset medium -g 64 -level 5.1 -x264-params 8x8dct=1:weightp=2"},
    {"varying_rate",
     "-vf \"select='not(eq(mod(n,7),3))*not(eq(mod(n,13),5))*not(between(n,100,108))'\" -vsync vfr -g 45"},
    {"transport_stream", "-preset fast -g 50 -bf 3", "mpegts"},
    {"matroska", "-preset fast -g 60 -bf 3 -x264-params b-pyramid=normal", "matroska"},
    {"fragments", "-g 50 -movflags frag_keyframe+delay_moov+default_base_moof"},
    {"flv", "-g 50 -bf 2", "flv"},
    {"taken_ids", "-g 50 -x264-params sps-id=1"},
    {"first_ids_taken", "-g 50 -x264-params sps-id=0"},
    {"short_groups", "-g 12 -bf 2 -sc_threshold 0"},
    {"phone", "-g 30 -bf 0 -profile:v baseline -metadata:s:v:0 rotate=90", "mov"},
    {"hardware_encoder",
     "-g 60 -sc_threshold 0 -b:v 600k -maxrate 900k -bufsize 900k "
     "-x264-params bframes=3:b-adapt=0:b-pyramid=none:aud=1:nal-hrd=vbr:pic-struct=1:slices=4"},
    {"sets_in_band", "-g 50 -bsf:v dump_extra=freq=keyframe"},
    {"full_range", "-g 50 -pix_fmt yuvj420p -color_range pc -colorspace bt709 -color_primaries bt709"},
    {"turned_weights", "-g 50 -vf negate,fade=out:80:30 -x264-params weightp=2:bframes=3"},
    {"few_keyframes", "-g 80 -keyint_min 80 -sc_threshold 0 -bf 3"},
};

unsigned seed() {
    const char* given = std::getenv("LECTERN_TEST_SEED");
    return given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                            : std::random_device{}();
}

UniqueFd make(const Made& made, int length = seconds) {
    return test::ffmpeg("-f lavfi -i " + picture(length) + " -f lavfi -i " + test::syllables(length) +
                            " -c:v libx264 -pix_fmt yuv420p " + made.arguments + " -c:a aac -threads 1",
                        made.format);
}

// The frame that the clip must show at each place, found by the times alone.
std::vector<const test::Pixels*> expected_frames(const std::vector<test::Pixels>& all, double start,
                                                 double end) {
    constexpr double rounding = 1e-6;
    std::vector<const test::Pixels*> frames;
    const test::Pixels* before = nullptr;
    for (const test::Pixels& frame : all) {
        if (frame.at < start - rounding) {
            before = &frame;
        } else if (frame.at < end - rounding) {
            if (frames.empty() && before != nullptr && frame.at > start + 0.1) frames.push_back(before);
            frames.push_back(&frame);
        }
    }
    return frames;
}

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

// A player may go to any place, also of the encoded part and across the seam. The frames are those that it
// shows when it plays on.
void expect_seeks(int clip, const std::vector<test::Pixels>& played, double seam) {
    for (const double to : {seam / 2, seam - 0.05, seam + 0.05, seam + 1.5}) {
        if (to < 0) continue;
        const std::vector<test::Pixels> seen = test::frames_of(clip, to);
        ASSERT_FALSE(seen.empty());
        ASSERT_LE(seen.size(), played.size());
        const auto behind = played.end() - static_cast<std::ptrdiff_t>(seen.size());
        EXPECT_TRUE(std::equal(seen.begin(), seen.end(), behind,
                               [](const auto& one, const auto& other) {
                                   return one.at == other.at && one.bytes == other.bytes;
                               }))
            << "from " << to;
    }
}

class SmartCut : public testing::TestWithParam<Made> {};

TEST_P(SmartCut, ShowsEveryFrameOfTheRecording) {
    const Made& made = GetParam();
    const UniqueFd source = make(made);
    const std::vector<test::Pixels> all = test::frames_of(source.get());
    const std::vector<float> sound = test::hear(source.get());
    const std::vector<double> keyframes = test::idr_times(source.get());
    const unsigned number = seed();
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
        const std::vector<const test::Pixels*> wanted = expected_frames(all, start, end);
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
        expect_seeks(clip.fd.get(), seen, *join - start);
    }
}

INSTANTIATE_TEST_SUITE_P(Recordings, SmartCut, testing::ValuesIn(recordings),
                         [](const auto& made) { return std::string(made.param.name); });

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

TEST(NotSmart, IsEncodedAsAWhole) {
    for (const Whole& one : not_smart) {
        SCOPED_TRACE(one.name);
        const UniqueFd source = make({one.name, std::string("-preset ultrafast ") + one.arguments}, 4);
        const test::MadeClip clip = test::cut_clip(source.get(), 1.3, 3.3, CutMode::exact);
        EXPECT_EQ(clip.report.method, CutMethod::encoded);
        EXPECT_THAT(clip.report.why_not_smart, testing::HasSubstr(one.why));
        EXPECT_FALSE(clip.report.smart_check_failed);
        EXPECT_NEAR(static_cast<double>(clip.report.frames), 2 * one.fps, 1);
    }
}

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

// Other audio would not help where the track cannot tell how long the last frame stands.
TEST(SmartCutFallback, TriesOtherAudioForTheAudioOnly) {
    const UniqueFd source = test::ffmpeg("-f lavfi -i " + picture(4) + " -f lavfi -i " + test::syllables(8) +
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
    const UniqueFd source = make({"noise", "-g 100 -qp 10"});
    const UniqueFd output = test::make_file("");
    int calls = 0;
    CutRequest request;
    request.source_fd = source.get();
    request.output_fd = output.get();
    request.start = 1;
    request.end = 8;
    request.mode = CutMode::exact;
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

}  // namespace
}  // namespace lectern::media
