#include "media/cut/look/text.hpp"

#include "media/av/error.hpp"

#include <random>

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

const std::string families = "Noto Sans, DejaVu Sans";

Text text_of(std::string_view text, int width = 400, int lines = 4) {
    return {text, {families, 24, false, width, lines, false}};
}

// How much ink there is, and where it ends at the right.
struct Ink {
    double sum = 0;
    int right = 0;
};

Ink ink_of(const Text& text) {
    Picture picture(500, 300);
    picture.use(0xFFFFFF);
    text.draw(picture, 0, 0);
    Ink ink;
    for (int y = 0; y < picture.height(); ++y) {
        const auto row = picture.row(y);
        for (int x = 0; x < picture.width(); ++x) {
            const auto cover = row[static_cast<std::size_t>(x)] >> 24;
            ink.sum += cover / 255.0;
            if (cover > 0) ink.right = std::max(ink.right, x + 1);
        }
    }
    return ink;
}

TEST(Text, HasAFontForEachScript) {
    for (const char* text : {"Chuỗi điều hoà", "Ελληνικά", "Кириллица", "مقدمة", "שלום", "हिन्दी", "พีชคณิต",
                             "线性代数", "線形代数", "선형 대수"}) {
        EXPECT_FALSE(text_of(text).empty()) << text;
        EXPECT_GT(ink_of(text_of(text)).sum, 50) << text;
    }
}

TEST(Text, LettersAreShaped) {
    // Joined letters are narrower than their isolated forms.
    EXPECT_LT(text_of("ببب").width(), text_of("ب ب ب").width() - 2 * text_of("ا").width());
    // The vowel sign stands before its consonant, and over no dotted circle.
    EXPECT_LT(text_of("कि").width(), text_of("क ि").width());
    EXPECT_EQ(text_of("e\u0323\u0302").width(), text_of("ệ").width());
}

TEST(Text, KnowsWhereLinesBegin) {
    EXPECT_TRUE(text_of("שלום (abc) 123").right_to_left());
    EXPECT_TRUE(text_of("مقدمة").right_to_left());
    EXPECT_FALSE(text_of("abc שלום").right_to_left());
    EXPECT_FALSE(text_of("").right_to_left());
    EXPECT_LE(ink_of(text_of("שלום")).right, text_of("שלום").width() + 1) << "the box is as wide as the line";
}

TEST(Text, LeavesOutWhatNoFontHas) {
    const std::string nowhere = "\xF3\xB0\x80\x80";  // a private character
    EXPECT_EQ(ink_of(text_of("left" + nowhere + " right")).sum, ink_of(text_of("left right")).sum);
    EXPECT_EQ(ink_of(text_of(nowhere + " a " + nowhere + " b")).sum, ink_of(text_of("a b")).sum);
    EXPECT_TRUE(text_of(nowhere).empty());
    EXPECT_EQ(text_of(nowhere).width(), 0);
    // Also in the part that an ellipsis hides.
    const Text shortened = text_of(std::string(300, 'W') + nowhere, 150, 2);
    EXPECT_EQ(shortened.lines(), 2);
}

TEST(Text, BreaksLinesAndShortens) {
    const int line = text_of("x").height();
    const char* ten = "one two three four five six seven eight nine ten";
    EXPECT_GT(text_of(ten, 150, 9).lines(), 2);
    EXPECT_NEAR(text_of(ten, 150, 9).height(), line * text_of(ten, 150, 9).lines(), 3);
    EXPECT_EQ(text_of(std::string(500, 'W'), 150, 3).lines(), 3);
    EXPECT_LE(text_of(std::string(500, 'W'), 150, 3).width(), 150);
    EXPECT_EQ(text_of("one\ntwo").lines(), 1);
    EXPECT_EQ(text_of(" \n\t ").height(), 0);
    EXPECT_TRUE(text_of("").empty());
}

TEST(Text, SurvivesAnyBytes) {
    std::mt19937 random(3);
    for (int round = 0; round < 100; ++round) {
        std::string bytes(random() % 40, '\0');
        for (char& c : bytes)
            c = static_cast<char>(random());
        const Text text = text_of(bytes, 200, 2);
        EXPECT_LE(text.width(), 200);
        EXPECT_LE(text.lines(), 2);
    }
}

TEST(Text, AFontFileComesFirst) {
    const char* file = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf";
    const Text bold("Title", {file, 24, false, 400, 1, false});
    EXPECT_GT(ink_of(bold).sum, ink_of(Text("Title", {"DejaVu Sans", 24, false, 400, 1, false})).sum * 1.1);
    EXPECT_FALSE(Text("线性", {file, 24, false, 400, 1, false}).empty()) << "others have what it lacks";
    EXPECT_THROW(Text("Title", {"/no/such/font.ttf", 24}), MediaError);
    EXPECT_THROW(Text("Title", {"/etc/hostname", 24}), MediaError);
}

}  // namespace
}  // namespace lectern::media
