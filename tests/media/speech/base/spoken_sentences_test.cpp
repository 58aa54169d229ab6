#include "media/speech/base/spoken_sentences.hpp"

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

TEST(Sentences, EndWhereAPersonHearsIt) {
    for (const char* text : {"It ends.", "Does it?", "He said \"go.\"", "In 1999.", "So do I."}) {
        EXPECT_TRUE(ends_sentence(text)) << text;
    }
    for (const char* text : {"and Dr.", "by J.", "point 3.", "well...", "e.g.", "not yet", ""}) {
        EXPECT_FALSE(ends_sentence(text)) << text;
    }
}

TEST(Sentences, TakeTheTimesOfTheirWords) {
    const auto sentences = split_sentences({10, 20, "", 0.1, -0.2}, {{10, 11, " See"},
                                                                     {11, 12, " Mr"},
                                                                     {12, 12, "."},
                                                                     {12, 13, " X"},
                                                                     {13, 13.2, "."},
                                                                     {13.2, 14, " There"},
                                                                     {14, 14.5, "."},
                                                                     {15, 99, " More"}});
    ASSERT_EQ(sentences.size(), 2U);
    EXPECT_EQ(sentences[0].text, " See Mr. X. There.");
    EXPECT_EQ(sentences[0].start, 10);
    EXPECT_EQ(sentences[0].end, 14.5);
    EXPECT_EQ(sentences[1].start, 15);
    EXPECT_EQ(sentences[1].end, 20);
    EXPECT_EQ(sentences[1].no_speech, 0.1);
}

}  // namespace
}  // namespace lectern::media
