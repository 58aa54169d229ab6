#include "media/cut/frames/frame_rate.hpp"

#include "tests/media/support/make_clip.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

// A slide that stands for four seconds, then an animation of 25 frames a second for two.
UniqueFd slide_and_animation() {
    std::vector<int> frames{0};
    for (int frame = 100; frame < 150; ++frame)
        frames.push_back(frame);
    return test::make_clip({.fps = 25, .only_frames = frames, .audio = ""});
}

TEST(FrameRate, IsThatOfTheDensestSecond) {
    const UniqueFd fd = slide_and_animation();
    for (const auto& [start, end, fps] :
         {std::tuple{0.0, 6.0, 25}, std::tuple{0.0, 3.0, 10}, std::tuple{4.0, 6.0, 25}}) {
        SCOPED_TRACE(testing::Message() << start << " to " << end);
        Recording recording = open_media(fd.get(), {}, {});
        EXPECT_DOUBLE_EQ(av_q2d(steady_rate(recording, start, end)), fps);
    }
}

// Fewer frames lie in less than a second, whatever the rate is.
TEST(FrameRate, OfAShortClipIsThatOfTheSecondAroundIt) {
    const UniqueFd fd = slide_and_animation();
    for (const auto& [start, end] : {std::pair{4.2, 4.6}, std::pair{4.4, 5.2}, std::pair{5.5, 6.0}}) {
        SCOPED_TRACE(testing::Message() << start << " to " << end);
        Recording recording = open_media(fd.get(), {}, {});
        EXPECT_DOUBLE_EQ(av_q2d(steady_rate(recording, start, end)), 25);
    }
}

}  // namespace
}  // namespace lectern::media
