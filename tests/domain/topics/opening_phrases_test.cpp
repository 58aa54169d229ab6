#include "domain/topics/opening_phrases.hpp"

#include <gtest/gtest.h>

namespace lectern::topics {
namespace {

double score_of(const std::string& text, std::string_view language = "en") {
    const auto words = split_words({{0, 1, text}}, language);
    return opening_phrase_score(words.sentences[0], language);
}

TEST(OpeningPhrases, OpenersScoreAboveNeutralAboveContinuations) {
    for (const char* text : {"Now let's look at graphs.", "All right, next one.", "Welcome to the course.",
                             "So now I want to talk about heat.", "Next, in this video we see sorting."}) {
        EXPECT_GT(score_of(text), 0.4) << text;
    }
    for (const char* text : {"Graphs have edges.", "Nowhere is it colder.", ""})
        EXPECT_EQ(score_of(text), 0) << text;
    for (const char* text : {"And that is it.", "But not here.", "Because it is hot."})
        EXPECT_LT(score_of(text), 0) << text;
    EXPECT_GT(score_of("Bây giờ chúng ta sẽ học tích phân", "vi"), 0.4);
    EXPECT_EQ(score_of("Jetzt kommt etwas Neues", "de"), 0);
}

}  // namespace
}  // namespace lectern::topics
