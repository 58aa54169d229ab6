#include "domain/topics/nouns.hpp"

#include "tests/domain/topics/words_of.hpp"

#include <gtest/gtest.h>

namespace lectern::topics {
namespace {

// Whether the last word of the last sentence is a noun in the talk.
bool is_noun(const std::vector<std::string>& texts, std::string_view language = "en") {
    const auto words = words_of(texts, language);
    return Nouns(words).contains(words.sentences.back().back());
}

TEST(Nouns, AreToldByTheirEndings) {
    for (const char* noun :
         {"normalization", "inflation", "photosynthesis", "viscosity", "temperature", "GraphPlan", "seed"})
        EXPECT_TRUE(is_noun({std::string("we saw ") + noun})) << noun;
    for (const char* other :
         {"quickly", "emitting", "possible", "compressed", "colorful", "important", "compute", "the"})
        EXPECT_FALSE(is_noun({std::string("we saw ") + other})) << other;
}

TEST(Nouns, AreToldByTheirUse) {
    EXPECT_TRUE(is_noun({"The planning is hard.", "planning"}));
    EXPECT_FALSE(is_noun({"We're planning it.", "You planning it.", "planning"}));
    EXPECT_TRUE(is_noun({"The learned are few.", "We asked the learned.", "learned"}))
        << "against its ending";
    EXPECT_FALSE(is_noun({"We simmer the soup, you simmer it.", "simmer"}));
}

TEST(Nouns, EveryContentWordOfALanguageWithoutTables) {
    EXPECT_TRUE(is_noun({"Die Ableitung steigt"}, "de"));
    EXPECT_FALSE(is_noun({"Das sind 42"}, "de"));
}

}  // namespace
}  // namespace lectern::topics
