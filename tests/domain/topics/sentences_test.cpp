#include "domain/topics/sentences.hpp"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::topics {
namespace {

using testing::ElementsAre;

std::vector<std::string> texts(const Transcript& transcript) {
    std::vector<std::string> all;
    for (const auto& sentence : split_sentences(transcript))
        all.push_back(sentence.text);
    return all;
}

Transcript with(std::vector<TranscriptSegment> segments, double duration = 100) {
    Transcript transcript;
    transcript.duration = duration;
    transcript.segments = std::move(segments);
    return transcript;
}

TEST(Sentences, JoinsSegmentsUntilAFullStop) {
    const auto sentences =
        split_sentences(with({{0, 2, "A tree has"}, {2, 4, "many leaves."}, {4, 6, "And a root."}}));
    ASSERT_EQ(sentences.size(), 2u);
    EXPECT_EQ(sentences[0].text, "A tree has many leaves.");
    EXPECT_EQ(sentences[0].start, 0);
    EXPECT_EQ(sentences[0].end, 4);
    EXPECT_EQ(sentences[1].start, 4);
}

TEST(Sentences, SplitsInsideASegmentByTheShareOfCharacters) {
    const auto sentences = split_sentences(with({{10, 20, "One two. Six ten."}}));
    ASSERT_EQ(sentences.size(), 2u);
    EXPECT_EQ(sentences[0].start, 10);
    EXPECT_NEAR(sentences[1].start, 15, 0.5);
    EXPECT_EQ(sentences[0].end, sentences[1].start);
    EXPECT_EQ(sentences[1].end, 20);
}

TEST(Sentences, KnowsWhatIsNoEnd) {
    const struct {
        const char* text;
        std::vector<std::string> expected;
    } cases[] = {
        {"Dr. Smith came. He left.", {"Dr. Smith came.", "He left."}},
        {"It costs 3.50 today. Really?", {"It costs 3.50 today.", "Really?"}},
        {"See e.g. Knuth on this.", {"See e.g. Knuth on this."}},
        {"\"Stop!\" He ran.", {"\"Stop!\"", "He ran."}},
        {"Wait... what is that?", {"Wait... what is that?"}},
        {"第一句。第二句！", {"第一句。", "第二句！"}},
        {"ما هذا؟ هذا كتاب.", {"ما هذا؟", "هذا كتاب."}},
        {"Xin chào. Đây là bài học.", {"Xin chào.", "Đây là bài học."}},
    };
    for (const auto& c : cases)
        EXPECT_EQ(texts(with({{0, 10, c.text}})), c.expected) << c.text;
}

TEST(Sentences, WithoutPunctuationSegmentsAreSentences) {
    std::vector<TranscriptSegment> segments;
    for (int i = 0; i < 50; ++i)
        segments.push_back({i * 2.0, i * 2.0 + 2, "and then it goes on"});
    EXPECT_EQ(split_sentences(with(segments)).size(), 50u);
}

TEST(Sentences, ALongPauseEndsASentence) {
    EXPECT_THAT(texts(with({{0, 2, "So we have"}, {9, 11, "Another thing."}})),
                ElementsAre("So we have", "Another thing."));
}

TEST(Sentences, PutsImpossibleTimesInOrder) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    const auto sentences = split_sentences(with({{50, 40, "Backwards."},
                                                 {30, 60, "Overlapping."},
                                                 {-5, 3, "Too early."},
                                                 {90, infinity, "Too late."},
                                                 {nan, nan, "Nowhere."},
                                                 {70, 80, "   "},
                                                 {500, 600, "Beyond."}}));
    ASSERT_EQ(sentences.size(), 6u);
    double last = 0;
    for (const auto& sentence : sentences) {
        EXPECT_GE(sentence.start, last) << sentence.text;
        EXPECT_GE(sentence.end, sentence.start) << sentence.text;
        EXPECT_LE(sentence.end, 100) << sentence.text;
        last = sentence.end;
    }
}

TEST(Sentences, PunctuationAloneIsNoSentence) {
    EXPECT_THAT(texts(with({{0, 1, "Yes."}, {1, 2, "..."}, {2, 3, "- -."}, {3, 4, "No."}})),
                ElementsAre("Yes. ... - -.", "No."));
    EXPECT_TRUE(texts(with({})).empty());
}

}  // namespace
}  // namespace lectern::topics
