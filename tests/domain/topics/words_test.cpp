#include "domain/topics/words.hpp"

#include "tests/domain/topics/words_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::topics {
namespace {

using testing::ElementsAre;

std::vector<std::string> content(const Words& words, std::size_t sentence = 0) {
    std::vector<std::string> all;
    for (const auto& word : words.sentences[sentence]) {
        if (word.content) all.push_back(word.folded);
    }
    return all;
}

TEST(Words, ContentWordsOfSeveralLanguages) {
    EXPECT_THAT(content(words_of({"So the Planner doesn’t plan 42 plans, it's OK."}, "en")),
                ElementsAre("planner", "plan", "plans"));
    EXPECT_THAT(content(words_of({"Bây giờ chúng ta học đạo hàm"}, "vi")), ElementsAre("học", "đạo", "hàm"));
    EXPECT_THAT(content(words_of({"机器学习"}, "zh")), testing::Not(testing::IsEmpty()));
    EXPECT_THAT(content(words_of({"التعلم الآلي"}, "ar")), ElementsAre("التعلم", "الآلي"));
}

TEST(Words, StemsBringFormsTogether) {
    const auto words = words_of({"planning", "planned", "planet", "Planning"}, "english");
    EXPECT_EQ(words.language, "en");
    EXPECT_EQ(words.sentences[0][0].stem, words.sentences[1][0].stem);
    EXPECT_EQ(words.sentences[0][0].stem, words.sentences[3][0].stem);
    EXPECT_NE(words.sentences[0][0].stem, words.sentences[2][0].stem);
    const auto french = words_of({"continuation", "continuations"}, "fr");
    EXPECT_EQ(french.sentences[0][0].stem, french.sentences[1][0].stem);
    EXPECT_EQ(words_of({"x"}, "no such language").stems, 1u);
}

TEST(Words, RecognisesEnglish) {
    EXPECT_EQ(words_of({"This is what we are going to do with the data."}, "").language, "en");
    EXPECT_EQ(words_of({"Das ist ein Satz über etwas ganz anderes."}, "").language, "");
}

TEST(Words, SurvivesBadBytesAndHugeWords) {
    const auto words = words_of({std::string("caf\xff\xfe ok \xc3"), std::string(200000, 'x')}, "en");
    EXPECT_TRUE(content(words, 1).empty()) << "no topic is called by a word of 200 000 letters";
}

TEST(Words, KeepWhatStandsBetweenThem) {
    const auto words = words_of({"A part-of-speech tagger, right?"}, "en");
    std::vector<std::string> after;
    for (const auto& word : words.sentences[0])
        after.push_back(word.after);
    EXPECT_THAT(after, ElementsAre(" ", "-", "-", " ", ", ", "?"));
    EXPECT_TRUE(words.punctuated);
    EXPECT_FALSE(words_of({"and so it", "goes on and on", "One end."}, "en").punctuated);
}

TEST(Words, PhrasesOfFunctionWordsAreNoContent) {
    EXPECT_THAT(content(words_of({"Ví dụ chúng ta bắt đầu nấu phở"}, "vi")), ElementsAre("nấu", "phở"));
}

TEST(Words, CommonWordsOfALanguageWithoutAListAreFunctionWords) {
    std::vector<std::string> texts;
    for (int i = 0; i < 60; ++i)
        texts.push_back("der wort" + std::to_string(i) + "x lang" + std::to_string(i) + "y");
    EXPECT_THAT(content(words_of(texts, "xx"), 7), ElementsAre("wort7x", "lang7y"));
}

}  // namespace
}  // namespace lectern::topics
