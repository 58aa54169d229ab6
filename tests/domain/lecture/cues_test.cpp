#include "domain/lecture/cues.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace lectern {
namespace {

std::vector<SpokenWord> spoken(const std::string& text, double start, double word_seconds) {
    std::vector<SpokenWord> words = estimated_words(text, 0, 1);
    for (std::size_t i = 0; i < words.size(); ++i) {
        words[i].start = start + static_cast<double>(i) * word_seconds;
        words[i].end = words[i].start + word_seconds * 0.9;
    }
    return words;
}

void check(const std::vector<TranscriptSegment>& cues, double duration) {
    double last = 0;
    for (const TranscriptSegment& cue : cues) {
        EXPECT_GE(cue.start, last - 1e-9) << cue.text;
        EXPECT_GT(cue.end, cue.start) << cue.text;
        EXPECT_LE(cue.end - cue.start, cue_seconds + 1e-9) << cue.text;
        EXPECT_LE(cue.end, duration + 1e-9) << cue.text;
        EXPECT_TRUE(cue_lines(cue.text)) << cue.text;
        last = cue.end;
    }
}

std::vector<std::string> texts(const std::vector<TranscriptSegment>& cues) {
    std::vector<std::string> all;
    for (const TranscriptSegment& cue : cues)
        all.push_back(cue.text);
    return all;
}

using Texts = std::vector<std::string>;

TEST(CueLines, AreTwoOf42Characters) {
    EXPECT_EQ(cue_lines("A short one."), "A short one.");
    EXPECT_EQ(cue_lines("A vector space is a set of objects that can be added together."),
              "A vector space is a set of objects\nthat can be added together.");
    EXPECT_EQ(cue_lines("Today we will talk about matrices, and then about eigenvalues."),
              "Today we will talk about matrices,\nand then about eigenvalues.");
    EXPECT_FALSE(cue_lines(std::string(85, 'x')));
    EXPECT_FALSE(cue_lines("a b c d e f g " + std::string(43, 'x')));
    // Characters are counted, not bytes.
    std::string vietnamese;
    for (int i = 0; i < 40; ++i)
        vietnamese += "\u1EA1";
    EXPECT_EQ(cue_lines(vietnamese + " " + vietnamese), vietnamese + "\n" + vietnamese);
    std::string chinese;
    for (int i = 0; i < 60; ++i)
        chinese += "\u6F22";
    EXPECT_TRUE(cue_lines(chinese));
}

TEST(Cues, DoNotTearASentenceThatFits) {
    const std::string said =
        "Welcome to this lecture about linear algebra. A vector space is a set of objects that "
        "can be added together. Yes. Today we will talk about matrices, and then about "
        "eigenvalues.";
    const auto cues = cues_of(spoken(said, 8, 0.4), 60);
    check(cues, 60);
    EXPECT_EQ(texts(cues), (Texts{"Welcome to this lecture about linear algebra.",
                                  "A vector space is a set of objects that can be added together.", "Yes.",
                                  "Today we will talk about matrices, and then about eigenvalues."}));
    EXPECT_DOUBLE_EQ(cues[0].start, 8);
}

TEST(Cues, DivideALongSentenceAtItsCommas) {
    const std::string said =
        "When the matrix has a determinant that is not zero, we know that its columns are "
        "independent of each other, and so every equation has one solution.";
    const auto cues = cues_of(spoken(said, 0, 0.3), 60);
    check(cues, 60);
    EXPECT_EQ(texts(cues), (Texts{"When the matrix has a determinant that is not zero,",
                                  "we know that its columns are independent of each other,",
                                  "and so every equation has one solution."}));
}

TEST(Cues, DivideSlowSpeechAtItsPauses) {
    auto words = spoken("one two three four five six", 0, 1);
    for (std::size_t i = 3; i < words.size(); ++i) {
        words[i].start += 3;
        words[i].end += 3;
    }
    const auto cues = cues_of(words, 60);
    check(cues, 60);
    EXPECT_EQ(texts(cues), (Texts{"one two three", "four five six"}));
}

TEST(Cues, AllHaveALength) {
    std::vector<SpokenWord> words;
    for (const char* text : {"One.", "Two.", "Three.", "Four."})
        words.push_back({8, 8, text, false, true});
    words.push_back({9, 9, "Five.", false, true});
    words.push_back({20, 20, "Last.", false, true});
    const auto cues = cues_of(words, 20);
    ASSERT_EQ(cues.size(), 6U);
    check(cues, 20);
    for (const TranscriptSegment& cue : cues)
        EXPECT_GE(cue.end - cue.start, 0.09) << cue.text;
    EXPECT_DOUBLE_EQ(cues[0].start, 8);
    EXPECT_LE(cues[3].end, 9);
}

TEST(Cues, OfSegmentsThatFitAreTheSegments) {
    const std::vector<TranscriptSegment> captions{
        {0, 2, "so today we"}, {2.01, 4, "talk about graphs"}, {4, 9.5, "and then"}, {9.5, 9.5, "yes"}};
    const auto cues = fit_cues(captions, 60);
    check(cues, 60);
    EXPECT_EQ(texts(cues), (Texts{"so today we", "talk about graphs", "and then", "yes"}));
    EXPECT_EQ(cues[1].start, 2.01);
    EXPECT_EQ(cues[1].end, 4);
}

TEST(Cues, OfLongSegmentsFit) {
    std::string text;
    for (int i = 0; i < 60; ++i)
        text += "seven words of nothing, ";
    text.pop_back();
    const auto cues = fit_cues({{10, 38.6, text}, {38.6, 50, "Slow."}}, 60);
    check(cues, 60);
    EXPECT_EQ(cues.front().start, 10);
    std::string all;
    for (std::size_t i = 0; i + 1 < cues.size(); ++i)
        all += (i > 0 ? " " : "") + cues[i].text;
    EXPECT_EQ(all, text) << "no word is lost";
    EXPECT_EQ(cues.back().text, "Slow.");
    EXPECT_DOUBLE_EQ(cues.back().end, 45.6);
}

TEST(Cues, OfAnythingAreWellFormed) {
    std::mt19937 random(5);
    for (int round = 0; round < 200; ++round) {
        std::vector<TranscriptSegment> segments;
        double at = 0;
        for (int i = 0; i < 20; ++i) {
            at += static_cast<double>(random() % 300) / 100;
            std::string text;
            for (unsigned n = random() % 40 + 1; n > 0; --n)
                text += std::string(random() % (random() % 20 == 0 ? 120 : 10) + 1, 'a') +
                        (random() % 6 == 0   ? "."
                         : random() % 6 == 0 ? ","
                                             : "") +
                        (n > 1 ? " " : "");
            segments.push_back({at, at + static_cast<double>(random() % 1000) / 100 * (random() % 3), text});
        }
        check(fit_cues(segments, 200), 200);
    }
    check(fit_cues({{NAN, -1, "x"}, {INFINITY, 1e300, "y"}}, 10), 10);
}

}  // namespace
}  // namespace lectern
