#include "media/cut/styled/text_image.hpp"

#include "media/av/error.hpp"
#include "media/cut/styled/style.hpp"

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

}  // namespace
}  // namespace lectern::media
