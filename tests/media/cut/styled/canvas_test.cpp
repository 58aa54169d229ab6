#include "media/cut/styled/canvas.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

Frame plain(int width, int height, Colour colour) {
    return plain_frame({width, height}, colour);
}

TEST(Canvas, PaintsInsideTheFrameOnly) {
    const Ink white = ink_of(0xFFFFFF, {});
    const Frame frame = plain(64, 48, 0x000000);
    draw_box(frame.get(), -10, -10, 1000, 1000, white, 1);
    EXPECT_EQ(frame->data[0][0], 235);
    EXPECT_EQ(frame->data[0][47 * frame->linesize[0] + 63], 235);
    EXPECT_EQ(frame->data[1][0], 128);
    const Frame half = plain(64, 48, 0x000000);
    draw_box(half.get(), 0, 0, 64, 48, white, 0.5);
    EXPECT_NEAR(half->data[0][0], 126, 2);
}

// ITU-R BT.601 and BT.709: 75 % bars and pure colours.
TEST(Canvas, KnowsTheNumbersOfColours) {
    FrameColours sd;
    sd.matrix = AVCOL_SPC_SMPTE170M;
    FrameColours full = sd;
    full.full_range = true;
    const std::tuple<Colour, FrameColours, Ink> cases[] = {
        {0xFF0000, {}, {63, 102, 240}},  {0xFF0000, sd, {81, 90, 240}},   {0xFF0000, full, {76, 85, 255}},
        {0xFFFFFF, {}, {235, 128, 128}}, {0xFFFFFF, sd, {235, 128, 128}}, {0xFFFFFF, full, {255, 128, 128}},
        {0x0000FF, sd, {41, 240, 110}},  {0xBFBF00, sd, {162, 44, 142}},
    };
    for (const auto& [colour, colours, expected] : cases) {
        const Ink ink = ink_of(colour, colours);
        for (std::size_t plane = 0; plane < 3; ++plane)
            EXPECT_NEAR(ink[plane], expected[plane], 1) << std::hex << colour << " plane " << plane;
    }
}

TEST(Canvas, FramesAreOfTheirForm) {
    CanvasForm form{64, 48, AV_PIX_FMT_YUVJ420P};
    form.colours.matrix = AVCOL_SPC_SMPTE170M;
    form.colours.full_range = true;
    const Frame red = plain_frame(form, 0xFF0000);
    EXPECT_NEAR(red->data[0][0], 76, 1);
    EXPECT_NEAR(red->data[2][0], 255, 1);
    EXPECT_EQ(form_of(*red).format, form.format);
    EXPECT_EQ(form_of(*red).colours, form.colours);
}

}  // namespace
}  // namespace lectern::media
