#include "domain/topics/pauses.hpp"

#include <gtest/gtest.h>

namespace lectern::topics {
namespace {

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

}  // namespace
}  // namespace lectern::topics
