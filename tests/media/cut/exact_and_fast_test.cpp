#include "media/av/recording.hpp"
#include "tests/media/cut/cut_fixture.hpp"
#include "tests/media/support/read_clip.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {

namespace {

using test::ClipSpec;

struct Source {
    const char* name;
    ClipSpec spec;
};

struct Range {
    double start;
    double end;
};

const Source sources[] = {
    {"mp4", {.seconds = 8}},
    {"open_gop", {.seconds = 8, .open_gop = true}},
    {"mkv", {.format = "matroska", .seconds = 8}},
    {"ts_from_500", {.format = "mpegts", .seconds = 8, .first_timestamp = 500}},
    {"fragments", {.seconds = 8, .movflags = "frag_keyframe+delay_moov+default_base_moof"}},
    {"flv", {.format = "flv", .seconds = 8, .rate = 44'100}},
    {"mp4_30fps", {.seconds = 8, .fps = 30, .rate = 44'100, .channels = 1}},
    {"long_gop", {.seconds = 8, .keyframe_every = 250}},
};

const Range ranges[] = {{0, 2}, {1.96, 3.4}, {2.04, 2.56}, {1.013, 5.507}, {6.2, 8}};

// How long players show frames, as the clip's index says.
double seconds_of_video(int fd) {
    const Recording recording = open_media(fd, {}, {});
    return static_cast<double>(recording.video()->duration) * av_q2d(recording.video()->time_base);
}

class CutOf : public testing::TestWithParam<std::tuple<Source, CutMode>> {};

// The frames of [start, end) and no other, each once; clicks where they belong. Fast clips start earlier,
// with a keyframe; a recording of open groups has only one that a decoder can surely start with.
TEST_P(CutOf, HoldsTheRange) {
    const auto& [source, mode] = GetParam();
    const UniqueFd fd = test::make_clip(source.spec);
    const int fps = source.spec.fps;
    for (const Range& range : ranges) {
        SCOPED_TRACE(testing::Message() << range.start << " to " << range.end);
        const test::MadeClip made = test::cut_clip(fd.get(), range.start, range.end, mode);
        const bool copied = mode == CutMode::fast && (!source.spec.open_gop || made.report.start == 0);
        // Timestamps of some containers are rounded to milliseconds.
        const int at_start = static_cast<int>(std::ceil(range.start * fps - 0.03));
        const int group = source.spec.open_gop ? 1000 : source.spec.keyframe_every;
        const int before = static_cast<int>(std::floor(range.start * fps + 0.03));
        const int first = copied ? before / group * group : at_start;
        const int behind = static_cast<int>(std::ceil(range.end * fps - 0.03));
        const std::vector<test::SeenFrame> seen = test::see_frames(made.fd.get());
        ASSERT_FALSE(seen.empty());
        ASSERT_EQ(seen[0].number, first);
        ASSERT_EQ(seen.size(), static_cast<std::size_t>(behind - first)) << seen.back().number;
        for (std::size_t i = 0; i < seen.size(); ++i) {
            ASSERT_EQ(seen[i].number, first + static_cast<int>(i));
            // The first frame stands from the start on.
            const double at = static_cast<double>(first + static_cast<int>(i)) / fps - made.report.start;
            EXPECT_NEAR(seen[i].at, i == 0 ? 0 : at, 0.002) << i;
        }
        // Media time starts with the first audio or video, and MPEG-TS and Matroska round.
        EXPECT_NEAR(made.report.start, copied ? static_cast<double>(first) / fps : range.start, 0.025);
        EXPECT_EQ(made.report.frames, behind - first);

        const std::vector<float> samples = test::hear(made.fd.get());
        const double shift = copied ? static_cast<double>(first) / fps : range.start;
        // Decoders give whole frames of 1024 samples.
        const double heard = static_cast<double>(samples.size()) / 48'000;
        EXPECT_GT(heard, range.end - shift - (copied ? 0.03 : 0.002));
        EXPECT_LT(heard, range.end - shift + 0.0315);
        std::vector<double> expected;
        for (int second = std::max(1, static_cast<int>(std::ceil(shift))); second < range.end - 0.02;
             ++second) {
            expected.push_back(second - shift);
        }
        const std::vector<double> clicks = test::clicks_in(samples);
        ASSERT_GE(clicks.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            EXPECT_NEAR(clicks[i], expected[i], 0.004) << i;

        const std::vector<std::string> boxes = test::boxes_of(test::read_file(made.fd.get()));
        const auto moov = std::find(boxes.begin(), boxes.end(), "moov");
        const auto mdat = std::find(boxes.begin(), boxes.end(), "mdat");
        EXPECT_TRUE(moov < mdat && mdat != boxes.end());
        EXPECT_EQ(made.report.bytes, static_cast<std::int64_t>(test::read_file(made.fd.get()).size()));
    }
}

INSTANTIATE_TEST_SUITE_P(Sources, CutOf,
                         testing::Combine(testing::ValuesIn(sources),
                                          testing::Values(CutMode::exact, CutMode::fast)),
                         [](const auto& made) {
                             return std::string(std::get<0>(made.param).name) +
                                    (std::get<1>(made.param) == CutMode::fast ? "_fast" : "_exact");
                         });

class SlowFrames : public testing::TestWithParam<std::tuple<int, CutMode>> {};

// One frame of a slow recording is longer than any rounding: none may be missing or end early.
TEST_P(SlowFrames, LastToTheEnd) {
    const auto& [fps, mode] = GetParam();
    const UniqueFd fd = test::make_clip({.seconds = 15, .fps = fps});
    const Range cuts[] = {{0, 15},    {4.5, 5},     {4.6, 4.7},    {3.3, 9.7}, {10, 12},
                          {10.5, 11}, {12, 15},     {13.5, 14.5},  {13.5, 15}, {14.4, 15},
                          {14.5, 15}, {7.25, 7.85}, {1.013, 5.507}};
    for (const Range& range : cuts) {
        SCOPED_TRACE(testing::Message() << range.start << " to " << range.end);
        const test::MadeClip made = test::cut_clip(fd.get(), range.start, range.end, mode);
        const int at_start = static_cast<int>(std::ceil(range.start * fps - 0.001));
        const int keyframe = static_cast<int>(std::floor(range.start * fps + 0.001)) / 50 * 50;
        const bool fast = mode == CutMode::fast;
        const int first = fast ? keyframe : at_start;
        const int behind = static_cast<int>(std::ceil(range.end * fps - 0.001));
        // What stood on the screen at the start is shown if the next frame comes late.
        const int stood = !fast && (first > range.start * fps + 0.1 * fps + 0.001 || first >= behind) ? 1 : 0;
        const std::vector<test::SeenFrame> seen = test::see_frames(made.fd.get());
        ASSERT_EQ(seen.size(), static_cast<std::size_t>(behind - first + stood));
        for (std::size_t i = 0; i < seen.size(); ++i)
            ASSERT_EQ(seen[i].number, first - stood + static_cast<int>(i));

        const double start = fast ? static_cast<double>(keyframe) / fps : range.start;
        EXPECT_NEAR(made.report.start, start, 0.001);
        EXPECT_NEAR(made.report.duration, range.end - start, 0.025);
        // Audio is looked at apart: it must not hide frames that end early.
        EXPECT_NEAR(seconds_of_video(made.fd.get()), range.end - start, 0.001);
    }
}

INSTANTIATE_TEST_SUITE_P(Rates, SlowFrames,
                         testing::Combine(testing::Values(5, 10, 15, 24),
                                          testing::Values(CutMode::exact, CutMode::fast)),
                         [](const auto& made) {
                             return std::to_string(std::get<0>(made.param)) + "fps" +
                                    (std::get<1>(made.param) == CutMode::fast ? "_fast" : "_exact");
                         });

// Slides are few and irregular, and audio may go on behind the last one: it stands until the end.
TEST(ExactAndFast, TheLastSlideStandsToTheEnd) {
    const std::vector<int> slides[] = {{0, 2, 199}, {0, 1, 2, 3, 60}, {0, 3, 5, 90, 91, 92, 199}};
    for (const std::vector<int>& numbers : slides) {
        const UniqueFd fd = test::make_clip({.seconds = 8, .only_frames = numbers});
        for (const CutMode mode : {CutMode::exact, CutMode::fast}) {
            const test::MadeClip made = test::cut_clip(fd.get(), 0, 7.5, mode);
            SCOPED_TRACE(testing::Message()
                         << numbers.size() << (mode == CutMode::fast ? " fast" : " exact"));
            const auto shown = std::count_if(numbers.begin(), numbers.end(), [](int n) { return n < 187; });
            EXPECT_EQ(test::see_frames(made.fd.get()).size(), static_cast<std::size_t>(shown));
            EXPECT_NEAR(seconds_of_video(made.fd.get()), 7.5, 0.001);
        }
    }
}

TEST(Exact, WorksWithoutAudio) {
    const UniqueFd fd = test::make_clip({.audio = ""});
    for (const CutMode mode : {CutMode::exact, CutMode::fast}) {
        const test::MadeClip made = test::cut_clip(fd.get(), 1, 3, mode);
        EXPECT_FALSE(made.report.has_audio);
        EXPECT_EQ(test::see_frames(made.fd.get()).size(), mode == CutMode::fast ? 75U : 50U);
    }
}

// A screen recording has a frame only when something moves.
TEST(Exact, ShowsTheSlideThatStoodAtTheStart) {
    for (const char* format : {"mp4", "matroska"}) {
        for (const CutMode mode : {CutMode::exact, CutMode::fast}) {
            const UniqueFd fd = test::make_clip({.format = format, .only_frames = {0, 30, 110, 149}});
            const test::MadeClip made = test::cut_clip(fd.get(), 2, 5, mode);
            const std::vector<test::SeenFrame> seen = test::see_frames(made.fd.get());
            const std::size_t lead = mode == CutMode::fast ? 1 : 0;  // of the keyframe at 0
            ASSERT_EQ(seen.size(), lead + 2);
            EXPECT_EQ(seen[lead].number, 30);
            EXPECT_EQ(seen[lead + 1].number, 110);
            EXPECT_NEAR(made.report.start + seen[lead + 1].at, 4.4, 0.002);
            EXPECT_NEAR(made.report.start + made.report.duration, 5, 0.02);
        }
    }
}

TEST(Exact, TakesWhatCamerasMake) {
    const std::tuple<const char*, ClipSpec, int, int> cases[] = {
        {"odd",
         {.format = "matroska",
          .seconds = 2,
          .video = "mjpeg",
          .width = 191,
          .height = 107,
          .pixels = "yuvj444p"},
         190,
         106},
        {"ten bit", {.seconds = 2, .pixels = "yuv420p10le"}, 192, 108},
        {"turned", {.seconds = 2, .rotation = 90}, 108, 192},
        {"fine colour", {.seconds = 2, .pixels = "yuv444p", .rate = 44'100, .channels = 6}, 192, 108},
    };
    for (const auto& [name, spec, width, height] : cases) {
        const UniqueFd fd = test::make_clip(spec);
        const test::MadeClip made = test::cut_clip(fd.get(), 0.4, 1.6, CutMode::exact);
        const std::vector<test::SeenFrame> seen = test::see_frames(made.fd.get());
        ASSERT_EQ(seen.size(), 30U) << name;
        EXPECT_EQ(seen[0].width, width) << name;
        EXPECT_EQ(seen[0].height, height) << name;
        if (std::string(name) != "turned") {
            EXPECT_EQ(seen[0].number, 10) << name;
        }
    }
}

TEST(Exact, FillsMissingAudioWithSilence) {
    const UniqueFd fd = test::make_clip({.hole_from = 2.5, .hole_to = 100});
    const test::MadeClip made = test::cut_clip(fd.get(), 1, 5, CutMode::exact);
    const std::vector<float> samples = test::hear(made.fd.get());
    EXPECT_NEAR(static_cast<double>(samples.size()) / 48'000, 4, 0.022);
    EXPECT_EQ(test::pitch_between(samples, 2, 3.9), 0);
}

TEST(ExactAndFast, StopWhereTheFileMayNotGrow) {
    const UniqueFd fd = test::make_clip({});
    for (const CutMode mode : {CutMode::exact, CutMode::fast, CutMode::styled}) {
        const UniqueFd output = test::make_file("");
        CutRequest request;
        request.source_fd = fd.get();
        request.output_fd = output.get();
        request.end = 5;
        request.mode = mode;
        request.style = test::small_style();
        request.grow = [](std::int64_t end) -> Outcome<> {
            if (end > 5'000) return Failure::storage_full("No room.");
            return {};
        };
        const auto report = cut(request, {}, {});
        ASSERT_FALSE(report);
        EXPECT_EQ(report.error().kind, FailureKind::storage_full);
        EXPECT_EQ(report.error().message, "No room.");
        EXPECT_LE(test::read_file(output.get()).size(), 5'000U);
    }
}

// The copies of recordings that browsers do not play.
CutReport cut_small(const UniqueFd& source, const UniqueFd& output, int most_height) {
    CutRequest request;
    request.source_fd = source.get();
    request.output_fd = output.get();
    request.end = 6;
    request.mode = CutMode::exact;
    request.most_height = most_height;
    request.keyframe_seconds = 1;
    const auto report = cut(request, {}, {});
    EXPECT_TRUE(report) << report.error().message << " " << report.error().detail;
    return report ? *report : CutReport{};
}

TEST(SmallerCut, KeepsTheShapeAndAllFrames) {
    const UniqueFd source =
        test::make_clip({.format = "matroska", .seconds = 6, .width = 384, .height = 216});
    const UniqueFd output = test::make_file("");
    EXPECT_NEAR(cut_small(source, output, 108).duration, 6, 0.05);
    const std::vector<test::SeenFrame> seen = test::see_frames(output.get());
    ASSERT_EQ(seen.size(), 150U);
    EXPECT_EQ(seen.front().width, 192);
    EXPECT_EQ(seen.front().height, 108);
    EXPECT_EQ(seen.back().number, 149);

    Recording recording = open_media(output.get(), {}, {});
    const Packet packet = make_packet();
    int keyframes = 0;
    while (recording.read(packet.get())) {
        const bool video = packet->stream_index == recording.video()->index;
        keyframes += video && (packet->flags & AV_PKT_FLAG_KEY) != 0 ? 1 : 0;
    }
    EXPECT_GE(keyframes, 6) << "one each second";
}

TEST(SmallerCut, SmallFramesStayAsTheyAre) {
    const UniqueFd source = test::make_clip({.seconds = 6});
    const UniqueFd output = test::make_file("");
    cut_small(source, output, 540);
    EXPECT_EQ(test::see_frames(output.get()).front().height, 108);
}

TEST(SmallerCut, FramesOfJustThatHeightKeepTheirPixels) {
    const UniqueFd source = test::make_clip({.seconds = 6, .pixel_width = 64, .pixel_height = 45});
    const UniqueFd limited = test::make_file(""), whole = test::make_file("");
    cut_small(source, limited, 108);
    cut_small(source, whole, 0);
    const test::SeenFrame seen = test::see_frames(limited.get()).front();
    const test::SeenFrame expected = test::see_frames(whole.get()).front();
    EXPECT_EQ(seen.width, 192);
    EXPECT_EQ(seen.height, 108);
    EXPECT_NEAR(seen.brightness, expected.brightness, 0.5) << "without bars";
    EXPECT_EQ(seen.number, expected.number);
}

TEST(SmallerCut, StandsUpright) {
    const UniqueFd source = test::make_clip({.seconds = 6, .width = 192, .height = 108, .rotation = 90});
    const UniqueFd output = test::make_file("");
    cut_small(source, output, 96);
    const std::vector<test::SeenFrame> seen = test::see_frames(output.get());
    EXPECT_EQ(seen.front().height, 96);
    EXPECT_EQ(seen.front().width, 54);
}

}  // namespace

}  // namespace lectern::media
