#include "media/speech/base/hallucinations.hpp"

#include "media/speech/base/tidy_line.hpp"

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

std::vector<std::string> texts(const std::vector<Heard>& segments) {
    std::vector<std::string> all;
    for (const Heard& segment : segments)
        all.push_back(segment.text);
    return all;
}

using testing::ElementsAre;

TEST(Hallucinations, KnowsWhatIsNoSpeech) {
    for (const char* text :
         {"", " ", "[BLANK_AUDIO]", "(applause)", "*music*", "♪ ♪", "...", "…", "[Music] (laughs) -"}) {
        EXPECT_TRUE(is_no_speech(text)) << text;
    }
    for (const char* text : {"a", "(applause) Thank you", "3", "ạ", "[ not closed", "f(x) is", "2*3*4"}) {
        EXPECT_FALSE(is_no_speech(text)) << text;
    }
    EXPECT_EQ(tidy_line(" a\t\n b\x01 \xFF\xC2\xA0 c "), "a b c");
}

TEST(Hallucinations, DropsWhatEnginesInvent) {
    const std::vector<Silence> silences = {{10, 20}};
    EXPECT_THAT(
        texts(drop_hallucinations(
            {{0, 4, "So this is a graph."},
             {4, 5, "[BLANK_AUDIO]"},
             {5, 9, "So this is a graph."},
             {10.5, 12, "Thank you."},
             {12, 19, "But a long sentence of many words may well be spoken very softly here."},
             {20, 21, "doubtful", 0.8, -1.4},
             {21, 22, "sure", 0.8, -0.3},
             {22, 23, "Okay."},
             {23, 24, "Okay."},
             {24, 25, "okay"},
             {25, 26, "Left here now please."},
             {26, 27, "Right there now please."},
             {27, 28, "Left here now please."},
             {28, 29, "Right there now please."}},
            silences, 30)),
        ElementsAre("So this is a graph.",
                    "But a long sentence of many words may well be spoken very softly here.", "sure", "Okay.",
                    "Okay.", "Left here now please.", "Right there now please.", "Left here now please."));
}

TEST(Hallucinations, SaysLoopsOnce) {
    std::string loop = "We begin";
    for (int i = 0; i < 20; ++i)
        loop += " and then we go on";
    EXPECT_THAT(texts(drop_hallucinations({{0, 20, loop + " to trees."}}, {}, 30)),
                ElementsAre("We begin and then we go on to trees."));
    EXPECT_THAT(texts(drop_hallucinations({{0, 20, "no no no, it is very very good"}}, {}, 30)),
                ElementsAre("no no no, it is very very good"));
}

// A burst every `step` seconds.
std::vector<double> bursts(double from, double to, double step) {
    std::vector<double> all;
    for (double at = from; at < to; at += step)
        all.push_back(at);
    return all;
}

TEST(Hallucinations, KeepsRepetitionsThatWereSaid) {
    // "Yes" twelve times, as sentences and in one sentence, with a burst for each.
    std::vector<Heard> sentences;
    for (int i = 0; i < 12; ++i)
        sentences.push_back({i * 1.0, i * 1.0 + 0.6, "Yes."});
    EXPECT_EQ(drop_hallucinations(sentences, {}, 30, bursts(0.05, 12, 1)).size(), 12U);
    EXPECT_LE(drop_hallucinations(sentences, {}, 30, bursts(0.05, 1, 1)).size(), 2U)
        << "nothing is heard there";
    std::string text = "yes,";
    for (int i = 1; i < 12; ++i)
        text += " yes,";
    EXPECT_THAT(texts(drop_hallucinations({{0, 5, text}}, {}, 30, bursts(0.05, 5, 0.4))), ElementsAre(text));
    EXPECT_THAT(texts(drop_hallucinations({{0, 5, text}}, {}, 30, bursts(0.05, 1, 0.4))),
                ElementsAre("yes,"));
}

TEST(Hallucinations, SaysLoopsOnceAlsoWhereSomethingIsHeard) {
    std::string loop = "We begin";
    for (int i = 0; i < 20; ++i)
        loop += " and then we go on";
    EXPECT_THAT(texts(drop_hallucinations({{0, 18, loop + " to trees."}}, {}, 30, bursts(0, 18, 0.25))),
                ElementsAre("We begin and then we go on to trees."))
        << "too fast for a person";
    std::vector<Heard> same;
    for (int i = 0; i < 60; ++i)
        same.push_back({i * 2.0, i * 2.0 + 2, "Thank you."});
    EXPECT_LE(drop_hallucinations(same, {}, 120, bursts(0, 120, 0.5)).size(), 30U);
    EXPECT_LE(drop_hallucinations(same, {}, 120, bursts(0, 120, 0.1)).size(), 2U)
        << "much more is said there";
    EXPECT_LE(drop_hallucinations(same, {{0, 120}}, 120, {}).size(), 0U);
}

TEST(Hallucinations, KeepsTimesInOrderInTheRecordingAndOutOfSilences) {
    const auto kept = drop_hallucinations({{5, 9, "second one here"},
                                           {-1, 6, "first one here"},
                                           {9, 99, "third one here"},
                                           {NAN, 1, "no time at all"}},
                                          {{0, 0.8}, {8.5, 9.5}, {15, 20}}, 20);
    ASSERT_EQ(kept.size(), 4U);
    EXPECT_EQ(kept[2].start, 5);
    EXPECT_EQ(kept[2].end, 8.5);
    EXPECT_EQ(kept[3].start, 9.5);
    EXPECT_EQ(kept[3].end, 15);
    for (std::size_t i = 1; i < kept.size(); ++i)
        EXPECT_LE(kept[i - 1].end, kept[i].start);
}

TEST(Hallucinations, FitsTimesToSilencesNearby) {
    const auto kept = drop_hallucinations(
        {{0.2, 5.3, "before the pause"}, {5.3, 8, "behind it"}, {8, 9, "right on"}}, {{3.5, 5}}, 9);
    ASSERT_EQ(kept.size(), 3U);
    EXPECT_EQ(kept[0].start, 0.2);
    EXPECT_EQ(kept[0].end, 3.5);
    EXPECT_EQ(kept[1].start, 5);
    EXPECT_EQ(kept[1].end, 8);
    EXPECT_EQ(kept[2].start, 8);
}

}  // namespace
}  // namespace lectern::media
