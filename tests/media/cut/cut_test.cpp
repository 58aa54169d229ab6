#include "tests/media/cut/cut_fixture.hpp"

#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>
#include <unistd.h>

namespace lectern::media {
namespace {

using testing::HasSubstr;

Failure failure_of(int source, double start, double end, CutMode mode, const WorkControl& control = {}) {
    const UniqueFd out = test::make_file("");
    const auto report = cut({source, out.get(), start, end, mode, test::small_style(), 1}, {}, control);
    EXPECT_FALSE(report);
    return report ? Failure::permanent("") : report.error();
}

std::ptrdiff_t open_descriptors() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

constexpr CutMode modes[] = {CutMode::styled, CutMode::exact, CutMode::fast};

TEST(CutFailures, RangesMustLieWithin) {
    const UniqueFd fd = test::make_clip({.seconds = 2});
    const std::pair<double, double> ranges[] = {{-1, 1},   {0, 5}, {1, 1},  {1.5, 0.5},
                                                {1, 1.01}, {3, 4}, {0, NAN}};
    for (const CutMode mode : modes) {
        for (const auto& [start, end] : ranges) {
            EXPECT_EQ(failure_of(fd.get(), start, end, mode).kind, FailureKind::permanent)
                << start << " " << end;
        }
    }
}

TEST(CutFailures, AudioAloneIsNoClip) {
    const UniqueFd fd = test::make_clip({.format = "wav", .seconds = 2, .video = "", .audio = "pcm_s16le"});
    for (const CutMode mode : modes)
        EXPECT_THAT(failure_of(fd.get(), 0, 1, mode).message, HasSubstr("no video"));
}

TEST(CutFailures, HostileSourcesAreRefused) {
    const UniqueFd empty = test::make_file("");
    const UniqueFd text = test::make_file("ffconcat version 1.0\nfile /etc/passwd\n");
    const UniqueFd huge = test::make_header_with_size(20'000, 20'000);
    const UniqueFd cut_off = test::make_clip({.movflags = "faststart"});
    ASSERT_EQ(::ftruncate(cut_off.get(), 20'000), 0);
    for (const CutMode mode : modes) {
        for (const int fd : {empty.get(), text.get(), huge.get(), cut_off.get()}) {
            EXPECT_EQ(failure_of(fd, 0, 1, mode).kind, FailureKind::permanent);
        }
    }
}

TEST(CutFailures, AnOutputThatCannotBeWrittenIsSaid) {
    const UniqueFd fd = test::make_clip({.seconds = 2});
    for (const CutMode mode : modes) {
        const auto report = cut({fd.get(), -1, 0, 1, mode, test::small_style(), 1}, {}, {});
        EXPECT_FALSE(report);
    }
}

TEST(CutFailures, StopEndsTheWorkAndLeavesNothingOpen) {
    const UniqueFd fd = test::make_clip({.seconds = 8});
    const std::ptrdiff_t before = open_descriptors();
    for (const CutMode mode : {CutMode::styled, CutMode::exact}) {
        std::stop_source stop;
        int calls = 0;
        const Failure failure = failure_of(fd.get(), 0, 8, mode, {stop.get_token(), [&](double) {
                                                                      ++calls;
                                                                      stop.request_stop();
                                                                  }});
        EXPECT_EQ(failure.kind, FailureKind::cancelled);
        EXPECT_EQ(calls, 1);
    }
    EXPECT_EQ(open_descriptors(), before);
}

TEST(CutFailures, StopBeforeTheStartIsSeen) {
    const UniqueFd fd = test::make_clip({.seconds = 1});
    std::stop_source stop;
    stop.request_stop();
    for (const CutMode mode : modes) {
        EXPECT_EQ(failure_of(fd.get(), 0, 1, mode, {stop.get_token(), {}}).kind, FailureKind::cancelled);
    }
}

TEST(Progress, RisesToOne) {
    const UniqueFd fd = test::make_clip({.seconds = 3});
    for (const CutMode mode : modes) {
        std::vector<double> told;
        const UniqueFd out = test::make_file("");
        ASSERT_TRUE(cut({fd.get(), out.get(), 0, 3, mode, test::small_style(), 1}, {},
                        {{}, [&](double fraction) { told.push_back(fraction); }}));
        ASSERT_FALSE(told.empty());
        EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
        EXPECT_EQ(told.back(), 1);
    }
}

// The index too, which stands before the samples.
TEST(Cut, WritesEachByteOnce) {
    for (const test::ClipSpec& spec :
         {test::ClipSpec{.seconds = 12}, test::ClipSpec{.seconds = 12, .audio = ""},
          test::ClipSpec{.format = "matroska", .seconds = 12},
          test::ClipSpec{.format = "mpegts", .seconds = 12}}) {
        const UniqueFd fd = test::make_clip(spec);
        for (const CutMode mode : modes) {
            SCOPED_TRACE(testing::Message() << spec.format << spec.audio << " " << static_cast<int>(mode));
            const std::int64_t before = test::bytes_written();
            const test::MadeClip made = test::cut_clip(fd.get(), 2.5, 11, mode, test::small_style());
            constexpr std::int64_t little = 200;  // the size of the data and the like
            EXPECT_LE(test::bytes_written() - before, made.report.bytes + little);
        }
    }
}

}  // namespace
}  // namespace lectern::media
