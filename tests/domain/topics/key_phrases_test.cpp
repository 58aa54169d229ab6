#include "domain/topics/key_phrases.hpp"

#include "tests/domain/topics/words_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::topics {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

std::vector<std::string> names(const Words& words) {
    const Nouns nouns(words);
    const NameWriter writer(words);
    std::vector<std::string> all;
    for (const auto& phrase : find_phrases(words, nouns))
        all.push_back(name_of(phrase, writer));
    return all;
}

TEST(KeyPhrases, RunOverContentWordsAndLinksAndEndInANoun) {
    const auto english =
        names(words_of({"We have the conservation of energy, kinetic for GraphPlan."}, "en"));
    EXPECT_THAT(english,
                ElementsAre("Conservation", "Conservation of Energy", "Energy", "Kinetic", "GraphPlan"));
    const auto linked =
        names(words_of({"It is the law of the lever.", "We compare supply and demand quickly."}, "en"));
    EXPECT_THAT(linked, Contains("Law of the Lever"));
    EXPECT_THAT(linked, Contains("Supply and Demand"));
    EXPECT_THAT(linked, Not(Contains("Supply and Demand Quickly")));
}

TEST(KeyPhrases, KeepHyphenatedTermsWhole) {
    const auto all = names(words_of({"We see the fine-tuned model and a part-of-speech tagger."}, "en"));
    EXPECT_THAT(all, Contains("Fine-Tuned Model"));
    EXPECT_THAT(all, Contains("Part-of-Speech Tagger"));
    EXPECT_THAT(all, Not(Contains("Fine")));
    EXPECT_THAT(all, Not(Contains("Tuned Model")));
    EXPECT_THAT(all, Not(Contains("Speech Tagger")));
}

TEST(KeyPhrases, HoldAWholeTermOfSyllables) {
    const auto all = names(words_of({"Ngân hàng dùng chính sách tiền tệ."}, "vi"));
    EXPECT_THAT(all, Contains("Chính sách tiền tệ"));
    EXPECT_THAT(names(words_of({"đạo hàm"}, "vi")), Contains("Đạo hàm"));
    EXPECT_THAT(names(words_of({"机器学习"}, "zh")), Contains("机器学习"))
        << "no spaces where the script has none";
}

TEST(KeyPhrases, TakeTheFormSaidMostOften) {
    const auto words = words_of({"orbits", "orbit", "Orbits"}, "en");
    const auto phrases = find_phrases(words, Nouns(words));
    ASSERT_EQ(phrases.size(), 1u);
    EXPECT_EQ(phrases[0].places.size(), 3u);
    EXPECT_EQ(name_of(phrases[0], NameWriter(words)), "Orbits");
}

}  // namespace
}  // namespace lectern::topics
