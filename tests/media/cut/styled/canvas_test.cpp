#include "media/cut/styled/canvas.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

Frame plain(int width, int height, Colour colour) {
    return plain_frame({width, height}, colour);
}

Picture box(int width, int height, Colour colour) {
    Picture picture(width, height);
    picture.use(colour);
    picture.fill_rectangle(0, 0, width, height);
    return picture;
}

TEST(Canvas, PaintsInsideTheFrameOnly) {
    const Frame frame = plain(64, 48, 0x000000);
    lay_over(frame.get(), -10, -10, box(1000, 1000, 0xFFFFFF), {}, 1);
    EXPECT_EQ(frame->data[0][0], 235);
    EXPECT_EQ(frame->data[0][47 * frame->linesize[0] + 63], 235);
    EXPECT_EQ(frame->data[1][0], 128);
    const Frame half = plain(64, 48, 0x000000);
    lay_over(half.get(), 0, 0, box(64, 48, 0xFFFFFF), {}, 0.5);
    EXPECT_NEAR(half->data[0][0], 126, 2);
}

TEST(Canvas, APictureHasTheColoursOfItsFrame) {
    FrameColours full;
    full.matrix = AVCOL_SPC_SMPTE170M;
    full.full_range = true;
    for (const FrameColours& colours : {FrameColours{}, full}) {
        for (const Colour colour : {0xFF0000U, 0x00FF00U, 0x0000FFU, 0x123456U}) {
            const Frame frame = plain_frame({64, 48, AV_PIX_FMT_YUV420P, colours}, 0x808080);
            lay_over(frame.get(), 8, 8, box(17, 9, colour), colours, 1);
            const Ink ink = ink_of(colour, colours);
            for (int plane = 0; plane < 3; ++plane) {
                const int at = plane == 0 ? 12 : 6;
                EXPECT_NEAR(frame->data[plane][at * frame->linesize[plane] + at],
                            ink[static_cast<std::size_t>(plane)], 1);
            }
            EXPECT_EQ(frame->data[0][8 * frame->linesize[0] + 25], ink_of(0x808080, colours)[0]);
        }
    }
}

TEST(Canvas, TheNameStandsOnThePicture) {
    StyleOptions style;
    style.name = "Name";
    const CanvasForm form{640, 360};
    const Area area{200, 0, 240, 360};  // between bars
    const Frame frame = NameTag(style, form, area).drawn_on(plain(640, 360, 0x808080).get(), 1);
    for (int y = 0; y < 360; ++y) {
        for (int x = 0; x < 640; ++x) {
            const bool drawn = frame->data[0][y * frame->linesize[0] + x] != ink_of(0x808080, {})[0];
            EXPECT_TRUE(!drawn || (x >= area.x && x < area.x + area.width)) << x << ", " << y;
        }
    }
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
