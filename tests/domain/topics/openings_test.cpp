// What makes a sentence sound like a beginning, and where the cut before it goes.
#include "domain/topics/cues.hpp"
#include "domain/topics/cut_points.hpp"
#include "domain/topics/novelty.hpp"
#include "domain/topics/pauses.hpp"

#include <gtest/gtest.h>

namespace lectern::topics {
namespace {

double cue(const std::string& text, std::string_view language = "en") {
    const auto words = split_words({{0, 1, text}}, language);
    return cue_score(words.sentences[0], language);
}

TEST(Cues, OpenersScoreAboveNeutralAboveContinuations) {
    for (const char* text : {"Now let's look at graphs.", "All right, next one.", "Welcome to the course.",
                             "So now I want to talk about heat.", "Next, in this video we see sorting."}) {
        EXPECT_GT(cue(text), 0.4) << text;
    }
    for (const char* text : {"Graphs have edges.", "Nowhere is it colder.", ""})
        EXPECT_EQ(cue(text), 0) << text;
    for (const char* text : {"And that is it.", "But not here.", "Because it is hot."})
        EXPECT_LT(cue(text), 0) << text;
    EXPECT_GT(cue("Bây giờ chúng ta sẽ học tích phân", "vi"), 0.4);
    EXPECT_EQ(cue("Jetzt kommt etwas Neues", "de"), 0);
}

TEST(Pauses, OnlyUnusualOnesCount) {
    std::vector<Sentence> sentences;
    for (int i = 0; i < 20; ++i)
        sentences.push_back({i * 5.0, i * 5.0 + 4, "x"});
    for (int i = 10; i < 20; ++i)
        sentences[i].start += 4, sentences[i].end += 4;
    std::vector<std::optional<Silence>> silences(20);
    auto scores = pause_scores(sentences, silences);
    EXPECT_EQ(scores[0], 0);
    EXPECT_EQ(scores[5], 0) << "a second is this speaker's habit";
    EXPECT_GT(scores[10], 1);
    silences[5] = Silence{23, 29};
    EXPECT_GT(pause_scores(sentences, silences)[5], 1) << "a silence counts where the times show no gap";
    EXPECT_TRUE(pause_scores({}, {}).empty());
}

TEST(Novelty, RisesWhereNewWordsComeIn) {
    std::vector<Sentence> sentences;
    for (int i = 0; i < 40; ++i) {
        const bool late = i >= 20;
        sentences.push_back({0, 1,
                             late ? "Enzymes bind proteins and membranes carry glucose into cells"
                                  : "Planets orbit stars and gravity bends comets toward the sun"});
    }
    const auto scores = novelty_scores(split_words(sentences, "en"));
    EXPECT_EQ(scores[0], 0);
    EXPECT_GT(scores[20], 0.5);
    EXPECT_LT(scores[21], scores[20] - 0.5) << "by then they have been said";
    EXPECT_LT(scores[39], scores[20]);
}

TEST(CutPoints, LieInTheSilenceThatBelongsToTheGap) {
    const std::vector<Sentence> sentences{{0, 10, "a"}, {10, 20, "b"}, {20, 30, "c"}};
    const auto found = silences_before(sentences, {{4, 6}, {9.6, 10.2}, {15, 16}, {20.3, 20.5}});
    EXPECT_FALSE(found[0]);
    ASSERT_TRUE(found[1]);
    ASSERT_TRUE(found[2]);
    const auto cut = cut_between(sentences[0], sentences[1], found[1]);
    EXPECT_EQ(cut.end, cut.begin);
    EXPECT_GT(cut.end, 9.6);
    EXPECT_LT(cut.end, 10.2);
    EXPECT_DOUBLE_EQ(cut_between(sentences[1], sentences[2], found[2]).begin, 20.4);
    EXPECT_FALSE(silences_before(sentences, {{4, 6}})[1])
        << "a pause within a sentence is not the one after it";
}

TEST(CutPoints, LeaveOutLongPauses) {
    const auto cut = cut_between({0, 10, "a"}, {70, 80, "b"}, std::nullopt);
    EXPECT_GE(cut.end, 10);
    EXPECT_LE(cut.end, 12);
    EXPECT_LE(cut.begin, 70);
    EXPECT_GE(cut.begin, 68);
    EXPECT_EQ(cut_between({0, 10, "a"}, {10, 20, "b"}, std::nullopt).begin, 10);
}

}  // namespace
}  // namespace lectern::topics
