#include "media/cut/audio/loudness.hpp"
#include "tests/media/cut/cut_fixture.hpp"
#include "tests/media/support/read_clip.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {
namespace {

using test::ClipSpec;
using test::small_style;

TEST(Styled, PutsACardBeforeTheClip) {
    const UniqueFd fd = test::make_clip({});
    StyleOptions style = small_style();
    style.title = "Định lý Pythagore";
    style.title_seconds = 2;
    const test::MadeClip made = test::cut_clip(fd.get(), 1.4, 4.4, CutMode::styled, style);
    EXPECT_NEAR(made.report.duration, 5, 0.02);
    const std::vector<test::SeenFrame> seen = test::see_frames(made.fd.get());
    ASSERT_EQ(seen.size(), 125U);
    for (std::size_t i = 0; i < seen.size(); ++i) {
        EXPECT_EQ(seen[i].width, 320);
        EXPECT_EQ(seen[i].height, 180);
        EXPECT_NEAR(seen[i].at, static_cast<double>(i) / 25, 0.001);
        if (i >= 50) {
            ASSERT_EQ(seen[i].number, 35 + static_cast<int>(i) - 50);
        }
    }
    const std::vector<float> samples = test::hear(made.fd.get());
    EXPECT_NEAR(static_cast<double>(samples.size()) / 48'000, 5, 0.022);
    EXPECT_EQ(test::pitch_between(samples, 0.1, 1.95), 0);
    EXPECT_NEAR(test::pitch_between(samples, 2.1, 2.5), test::pitch_of(1), 6);
    EXPECT_NEAR(test::pitch_between(samples, 2.7, 3.5), test::pitch_of(2), 6);
}

TEST(Styled, MeetsTheLoudness) {
    for (const double level : {0.01, 0.7}) {
        const UniqueFd fd = test::make_clip({.level = level, .clicks = false});
        const test::MadeClip made = test::cut_clip(fd.get(), 0, 5, CutMode::styled, small_style());
        const Loudness loudness = measure_loudness(made.fd.get(), 0, 5, {}, {}, [](double) {});
        EXPECT_NEAR(loudness.integrated, -16, 0.7) << level;
        EXPECT_LE(loudness.true_peak, -0.9) << level;
    }
}

TEST(Styled, LeavesSilenceSilent) {
    const UniqueFd fd = test::make_clip({.level = 0, .clicks = false});
    const test::MadeClip made = test::cut_clip(fd.get(), 0, 3, CutMode::styled, small_style());
    EXPECT_EQ(test::pitch_between(test::hear(made.fd.get()), 0, 2.9), 0);
}

TEST(Styled, ShowsAnyName) {
    const UniqueFd fd = test::make_clip({.seconds = 2});
    const std::string names[] = {
        "it's: 100% \\ \"quoted\" %{pts} [in]; movie=/etc/passwd,",
        "line one\nline two\r\n\ttab",
        "🎓 emoji and ⟨math⟩",
        "Nguyễn Thị Ánh Tuyết: Đạo hàm và tích phân",
        std::string(200, 'W'),
        std::string("broken \xC3\x28 \xF0\x9F utf-8 \xFF"),
        "   ",
    };
    for (const std::string& name : names) {
        StyleOptions style = small_style();
        style.title = name;
        style.title_seconds = 0.4;
        style.name = name;
        const test::MadeClip made = test::cut_clip(fd.get(), 0, 1, CutMode::styled, style);
        const std::vector<test::SeenFrame> seen = test::see_frames(made.fd.get());
        ASSERT_EQ(seen.size(), 35U) << name;
        EXPECT_EQ(seen[20].number, 10) << name;
    }
}

TEST(Styled, ShowsTheNameForItsTimeOnly) {
    const UniqueFd fd = test::make_clip({});
    StyleOptions style = small_style();
    const test::MadeClip plain = test::cut_clip(fd.get(), 0, 4, CutMode::styled, style);
    style.name = "Chapter 1";
    style.name_seconds = 2;
    const test::MadeClip named = test::cut_clip(fd.get(), 0, 4, CutMode::styled, style);
    EXPECT_EQ(test::see_frames(named.fd.get()).size(), test::see_frames(plain.fd.get()).size());
    // The same recording with a box over it for a while takes more bytes.
    EXPECT_GT(named.report.bytes, plain.report.bytes);
}

TEST(Styled, PlaysAnIntroInPlaceOfTheCard) {
    const UniqueFd fd = test::make_clip({});
    const UniqueFd intro =
        test::make_clip({.seconds = 2, .width = 128, .height = 96, .fps = 30, .audio = ""});
    StyleOptions style = small_style();
    style.fit = Fit::crop;
    style.title = "not shown";
    style.intro_fd = intro.get();
    const test::MadeClip made = test::cut_clip(fd.get(), 2, 4, CutMode::styled, style);
    const std::vector<test::SeenFrame> seen = test::see_frames(made.fd.get());
    ASSERT_EQ(seen.size(), 100U);
    EXPECT_EQ(seen[0].number, 0);
    EXPECT_EQ(seen[50].number, 50);
    EXPECT_EQ(seen[99].number, 99);
    const std::vector<float> samples = test::hear(made.fd.get());
    EXPECT_EQ(test::pitch_between(samples, 0, 1.9), 0);
    EXPECT_NEAR(test::pitch_between(samples, 2.1, 2.9), test::pitch_of(2), 6);
}

TEST(Styled, FitsEveryShape) {
    const std::tuple<const char*, ClipSpec> cases[] = {
        {"turned", {.seconds = 1, .rotation = 270}},
        {"square", {.seconds = 1, .width = 100, .height = 100}},
        {"wide", {.seconds = 1, .width = 400, .height = 32}},
        {"ten bit", {.seconds = 1, .pixels = "yuv420p10le"}},
        {"odd",
         {.format = "matroska",
          .seconds = 1,
          .video = "mjpeg",
          .width = 191,
          .height = 107,
          .pixels = "yuvj444p"}},
        {"60 a second", {.seconds = 1, .fps = 60, .audio = ""}},
        {"surround", {.format = "matroska", .seconds = 1, .audio = "flac", .rate = 44'100, .channels = 6}},
        {"slides", {.seconds = 4, .only_frames = {0, 70}}},
    };
    for (const auto& [name, spec] : cases) {
        const UniqueFd fd = test::make_clip(spec);
        for (const Fit fit : {Fit::fit, Fit::crop}) {
            StyleOptions style = small_style();
            style.fit = fit;
            const test::MadeClip made = test::cut_clip(fd.get(), 0, spec.seconds, CutMode::styled, style);
            EXPECT_NEAR(made.report.duration, spec.seconds, 0.06) << name;
            const std::vector<test::SeenFrame> seen = test::see_frames(made.fd.get());
            ASSERT_FALSE(seen.empty()) << name;
            EXPECT_EQ(seen[0].width, 320) << name;
            EXPECT_EQ(seen[0].height, 180) << name;
        }
    }
}

TEST(Styled, RefusesWhatIsOutOfRange) {
    const UniqueFd fd = test::make_clip({.seconds = 1});
    StyleOptions style;
    style.frame = {641, 360};
    style.fps = 1000;
    style.loudness = 3;
    const UniqueFd out = test::make_file("");
    const auto report = cut({fd.get(), out.get(), 0, 1, CutMode::styled, style, 1}, {}, {});
    ASSERT_FALSE(report);
    for (const char* part : {"width", "frames per second", "loudness"}) {
        EXPECT_NE(report.error().message.find(part), std::string::npos) << part;
    }
}

TEST(Styled, SaysThatTheFontIsMissing) {
    const UniqueFd fd = test::make_clip({.seconds = 1});
    StyleOptions style = small_style();
    style.title = "x";
    style.look.font = "/nonexistent.ttf";
    const UniqueFd out = test::make_file("");
    const auto report = cut({fd.get(), out.get(), 0, 1, CutMode::styled, style, 1}, {}, {});
    ASSERT_FALSE(report);
    EXPECT_NE(report.error().message.find("font"), std::string::npos);
    EXPECT_EQ(report.error().message.find('/'), std::string::npos);
}

}  // namespace
}  // namespace lectern::media
