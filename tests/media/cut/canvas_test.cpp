#include "media/cut/canvas.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

TEST(Canvas, PaintsInsideTheFrameOnly) {
    const Frame frame = plain_frame(64, 48, 0x000000);
    draw_box(frame.get(), -10, -10, 1000, 1000, 0xFFFFFF, 1);
    EXPECT_EQ(frame->data[0][0], 235);
    EXPECT_EQ(frame->data[0][47 * frame->linesize[0] + 63], 235);
    EXPECT_EQ(frame->data[1][0], 128);
    const Frame half = plain_frame(64, 48, 0x000000);
    draw_box(half.get(), 0, 0, 64, 48, 0xFFFFFF, 0.5);
    EXPECT_NEAR(half->data[0][0], 126, 2);
}

TEST(Canvas, KeepsColours) {
    const Frame red = plain_frame(16, 16, 0xFF0000);
    EXPECT_NEAR(red->data[0][0], 63, 1);
    EXPECT_NEAR(red->data[1][0], 102, 1);
    EXPECT_NEAR(red->data[2][0], 240, 1);
}

}  // namespace
}  // namespace lectern::media
