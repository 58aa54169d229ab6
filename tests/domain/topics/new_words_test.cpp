#include "domain/topics/new_words.hpp"

#include <gtest/gtest.h>

namespace lectern::topics {
namespace {

TEST(NewWords, ScoreHighestWhereNewWordsComeIn) {
    std::vector<Sentence> sentences;
    for (int i = 0; i < 40; ++i) {
        const bool late = i >= 20;
        sentences.push_back({0, 1,
                             late ? "Enzymes bind proteins and membranes carry glucose into cells"
                                  : "Planets orbit stars and gravity bends comets toward the sun"});
    }
    const auto scores = new_word_scores(split_words(sentences, "en"));
    EXPECT_EQ(scores[0], 0);
    EXPECT_GT(scores[20], 0.5);
    EXPECT_LT(scores[21], scores[20] - 0.5) << "by then they have been said";
    EXPECT_LT(scores[39], scores[20]);
}

}  // namespace
}  // namespace lectern::topics
