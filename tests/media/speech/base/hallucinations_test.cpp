#include "media/speech/base/hallucinations.hpp"

#include "media/speech/base/tidy_line.hpp"

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

std::vector<std::string> texts(const std::vector<TranscriptSegment>& segments) {
    std::vector<std::string> all;
    for (const TranscriptSegment& segment : segments)
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
