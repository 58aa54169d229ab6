#include "media/av/edit_list.hpp"
#include "media/av/error.hpp"
#include "media/cut/canvas.hpp"
#include "media/cut/text_image.hpp"
#include "tests/media/cut/cut_fixture.hpp"

#include <algorithm>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

namespace lectern::media {

namespace {

const std::string font = StyleOptions{}.font;

TextImage draw(std::string_view text, int width = 400, int lines = 4) {
    return draw_text(text, font, {width, lines, 24, true});
}

TEST(DrawText, CoversVietnamese) {
    const std::vector<std::uint8_t> unknown =
        draw("\xF3\xB0\x80\x80").cover;  // a private character: the font's box
    for (const char* letter : {"ă", "â", "đ", "ê", "ô", "ơ", "ư", "ạ", "ế", "ỗ", "ữ", "Ặ", "Ỷ"}) {
        const TextImage image = draw(letter);
        EXPECT_NE(image.cover, unknown) << letter;
        EXPECT_GT(std::accumulate(image.cover.begin(), image.cover.end(), 0), 0) << letter;
    }
}

TEST(DrawText, BreaksLinesAndShortens) {
    const int line = draw("x").height;
    EXPECT_EQ(draw("one two three four five six seven eight nine ten", 150, 9).height % line, 0);
    EXPECT_GT(draw("one two three four five six seven eight nine ten", 150, 9).height, 2 * line);
    EXPECT_EQ(draw(std::string(500, 'W'), 150, 3).height, 3 * line);
    EXPECT_LE(draw(std::string(500, 'W'), 150, 3).width, 150);
    EXPECT_EQ(draw("one\ntwo").height, line);
    EXPECT_EQ(draw(" \n\t ").height, 0);
    EXPECT_EQ(draw("").width, 0);
}

TEST(DrawText, SurvivesAnyBytes) {
    std::mt19937 random(3);
    for (int round = 0; round < 200; ++round) {
        std::string text(random() % 40, '\0');
        for (char& c : text)
            c = static_cast<char>(random());
        EXPECT_LE(draw(text, 200, 2).width, 200);
    }
}

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

// The index box of an MP4.
std::vector<std::uint8_t> index_of(const std::string& mp4) {
    std::size_t at = 0;
    for (;;) {
        std::size_t size = 0;
        for (std::size_t i = 0; i < 4; ++i)
            size = size << 8 | static_cast<std::uint8_t>(mp4.at(at + i));
        if (mp4.substr(at + 4, 4) == "moov")
            return {mp4.begin() + static_cast<std::ptrdiff_t>(at),
                    mp4.begin() + static_cast<std::ptrdiff_t>(at + size)};
        at += size;
    }
}

TEST(EditList, DamagedIndexesAreLeftAlone) {
    const UniqueFd fd = test::make_clip({.seconds = 1, .movflags = "faststart"});
    const std::vector<std::uint8_t> good = index_of(test::read_file(fd.get()));
    std::vector<std::uint8_t> changed = good;
    EXPECT_TRUE(shorten_presentation(changed, 0.5));
    EXPECT_NE(changed, good);
    std::mt19937 random(5);
    for (int round = 0; round < 500; ++round) {
        std::vector<std::uint8_t> bad = good;
        for (int i = 0; i < 8; ++i)
            bad[random() % bad.size()] = static_cast<std::uint8_t>(random());
        if (round % 2 == 0) bad.resize(random() % bad.size());
        const std::vector<std::uint8_t> before = bad;
        if (!shorten_presentation(bad, 0.5)) {
            EXPECT_EQ(bad, before);
        }
    }
}

}  // namespace

}  // namespace lectern::media
