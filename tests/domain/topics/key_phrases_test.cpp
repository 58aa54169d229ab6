#include "domain/topics/key_phrases.hpp"

#include "tests/domain/topics/words_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::topics {
namespace {

using testing::Contains;
using testing::ElementsAre;

std::vector<std::string> titles(const Words& words) {
    std::vector<std::string> all;
    for (const auto& phrase : find_phrases(words))
        all.push_back(title_of(phrase, words));
    return all;
}

TEST(KeyPhrases, RunOverContentWordsAndOf) {
    const auto english =
        titles(words_of({"We have the conservation of energy, kinetic for GraphPlan."}, "en"));
    EXPECT_THAT(english,
                ElementsAre("Conservation", "Conservation of Energy", "Energy", "Kinetic", "GraphPlan"));
    EXPECT_THAT(titles(words_of({"机器学习"}, "zh")), Contains("机器学习"))
        << "no spaces where the script has none";
    EXPECT_THAT(titles(words_of({"đạo hàm"}, "vi")), Contains("Đạo Hàm"));
}

TEST(KeyPhrases, TakeTheFormSaidMostOften) {
    const auto words = words_of({"orbits", "orbit", "Orbits"}, "en");
    const auto phrases = find_phrases(words);
    ASSERT_EQ(phrases.size(), 1u);
    EXPECT_EQ(phrases[0].places.size(), 3u);
    EXPECT_EQ(title_of(phrases[0], words), "Orbits");
}

}  // namespace
}  // namespace lectern::topics
