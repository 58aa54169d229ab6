#include "domain/topics/headlines.hpp"

#include "tests/domain/topics/words_of.hpp"

#include <gtest/gtest.h>

namespace lectern::topics {
namespace {

struct Case {
    const char* opening;  // of a topic; its other sentences say all its words again
    const char* expected;
};

// The best headline of a talk whose sentences are `texts`; "" if there is none.
std::string headline_of(const std::vector<std::string>& texts, std::string_view language) {
    const auto words = words_of(texts, language);
    const Nouns nouns(words);
    StemCounts counts(words);
    counts.select(0, words.sentences.size());
    const auto found = HeadlineFinder(words, nouns, counts).find(0, words.sentences.size());
    return found.empty() ? "" : NameWriter(words).write(found.front().places, found.front().form);
}

// The opening, and enough text for its words to count as the subject.
std::string headline_of_topic(const char* opening, std::string_view language) {
    Transcript transcript;
    transcript.segments = {{0, 9, opening}};
    std::vector<std::string> texts{"Okay."};
    for (const auto& sentence : split_sentences(transcript))
        texts.push_back(sentence.text);
    for (int i = 0; i < 2; ++i) {
        for (std::size_t s = 1, end = texts.size(); s < end && s < 4; ++s)
            texts.push_back("#" + std::to_string(i) + ": " + texts[s]);
    }
    return headline_of(texts, language);
}

TEST(EnglishHeadlines, AreWhatASpeakerAnnounces) {
    const Case cases[] = {
        {"Let's talk about plate tectonics.", "Plate Tectonics"},
        {"So today, we're going to look at the history of the printing press, which changed Europe.",
         "History of the Printing Press"},
        {"In this video I will show you how to sharpen a kitchen knife.", "How to Sharpen a Kitchen Knife"},
        {"What is transfer learning?", "What Is Transfer Learning?"},
        {"How to write a good report on GitHub?", "How to Write a Good Report on GitHub"},
        {"We're talking about monetary policy here.", "Monetary Policy"},
        {"The next topic is the water cycle.", "Water Cycle"},
        {"Now let's move on to buffer solutions and see what they do.", "Buffer Solutions"},
        {"Today's lecture is about Kepler's laws.", "Kepler's Laws"},
        {"today i will talk about elliptical orbits and kepler s famous laws",
         "Elliptical Orbits and Kepler's Famous Laws"},
        {"Memory mapping and streaming.", "Memory Mapping and Streaming"},
        {"Okay, Doppler shift. Let's do something about that.", "Doppler Shift"},
        {"So, satisfiability problems -- it turns out that they are hard.", "Satisfiability Problems"},
        {"Let's consider a method called simulated annealing.", "Simulated Annealing"},
        {"I want to explain why the sky turns red.", "Why the Sky Turns Red"},
        {"How do plants get water up to the leaves?", "How Do Plants Get Water Up to the Leaves?"},
        {"[Instructor] So push-to-hub API.", "Push-to-Hub API"},
        {"Let 's take a look at character-based tokenization .", "Character-Based Tokenization"},
        {"Chapter four deals with the law of torts.", "Law of Torts"},
        {"Let's now switch gears and discuss color theory.", "Color Theory"},
        {"The question I want to answer today is why empires collapse.", "Why Empires Collapse"},
        {"Good afternoon. Lecture seven. The Weimar Republic.", "The Weimar Republic"},
        {"Photosynthesis is how plants make sugar.", "Photosynthesis"},
    };
    for (const auto& c : cases)
        EXPECT_EQ(headline_of_topic(c.opening, "en"), c.expected) << c.opening;
}

TEST(EnglishHeadlines, AreNotMadeOfOtherSentences) {
    const char* others[] = {
        "Thanks John.",
        "Let's look at it.",
        "Let's talk about that.",
        "Good morning everyone.",
        "Let's see.",
        "We'll talk about the French Revolution next time.",
        "And then we'll talk about monetary policy.",
        "Let me show you something.",
        "Let's look at an example.",
        "I want to thank you.",
        "Today we'll go over them.",
        "What is that?",
        "We'll see how it works.",
        "Yeah, right.",
        "The glacier carves a valley.",
        "Inflation hurts savers.",
        "People argue over prices.",
        "Plants absorb light.",
        "Rome invaded Gaul.",
        "Amazing!",
        "Somebody's coming to our house for dinner.",
        "Heat the pan.",
        "Sorry, can you hear me?",
        "He left early.",
    };
    for (const char* text : others)
        EXPECT_EQ(headline_of_topic(text, "en"), "") << text;
}

TEST(VietnameseHeadlines, AreWhatASpeakerAnnounces) {
    const Case cases[] = {
        {"Bây giờ chúng ta chuyển sang chính sách tiền tệ.", "Chính sách tiền tệ"},
        {"Hôm nay chúng ta sẽ tìm hiểu về lạm phát.", "Lạm phát"},
        {"Tiếp theo là bánh phở.", "Bánh phở"},
        {"Đạo hàm là gì?", "Đạo hàm là gì?"},
        {"Trong video này mình sẽ hướng dẫn các bạn cách nấu phở bò.", "Cách nấu phở bò"},
        {"Phần tiếp theo là chính sách tài khóa nhé các bạn.", "Chính sách tài khóa"},
        {"Rồi, bây giờ chúng ta sẽ nói về cực trị của hàm số.", "Cực trị của hàm số"},
        {"Câu hỏi đặt ra là làm thế nào để giảm ô nhiễm không khí.", "Cách giảm ô nhiễm không khí"},
        {"Phần hai, chiến tranh thế giới thứ nhất.", "Chiến tranh thế giới thứ nhất"},
        {"Vì sao bầu trời có màu xanh?", "Vì sao bầu trời có màu xanh?"},
        {"Hôm nay thầy sẽ giới thiệu về chiến dịch Điện Biên Phủ.", "Chiến dịch Điện Biên Phủ"},
    };
    for (const auto& c : cases)
        EXPECT_EQ(headline_of_topic(c.opening, "vi"), c.expected) << c.opening;
}

TEST(VietnameseHeadlines, AreNotMadeOfOtherSentences) {
    const char* others[] = {
        "Xin chào các bạn.",
        "Cảm ơn các em.",
        "Chúng ta sẽ nói về nó.",
        "Bài sau chúng ta nói về điều này.",
        "Nó là gì?",
        "Vâng ạ.",
        "Chúng ta cùng xem ví dụ.",
        "Phần này chúng ta học ở bài sau.",
    };
    for (const char* text : others)
        EXPECT_EQ(headline_of_topic(text, "vi"), "") << text;
}

TEST(Headlines, NeedAWordThatIsSaidAgain) {
    std::vector<std::string> texts{"Let's talk about volcanoes."};
    for (int i = 0; i < 20; ++i)
        texts.push_back("The glacier carves a valley number " + std::to_string(i) + ".");
    EXPECT_EQ(headline_of(texts, "en"), "");
    texts.push_back("A volcano sends lava.");
    texts.push_back("The volcano sleeps.");
    EXPECT_EQ(headline_of(texts, "en"), "Volcanoes");
}

TEST(Headlines, OnlyOfALanguageWithRules) {
    EXPECT_EQ(headline_of({"Heute sprechen wir über die Ableitung.", "Die Ableitung hilft."}, "de"), "");
}

}  // namespace
}  // namespace lectern::topics
