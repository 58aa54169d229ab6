#include "media/speech/remote/answer.hpp"

#include <cstdio>

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

std::string shown(const std::vector<Heard>& heard) {
    std::string text;
    for (const Heard& one : heard) {
        char line[64];
        std::snprintf(line, sizeof line, "%.1f-%.1f ", one.start, one.end);
        text += line + one.text + "|";
    }
    return text;
}

TEST(RemoteAnswer, IsReadWithItsLiberties) {
    struct Case {
        const char* body;
        const char* language;
        const char* segments;
    };
    const Case cases[] = {
        {R"({"text":"A b.","language":"english","duration":"9.5","segments":[{"start":0,"end":"2.5","text":" A b. "}]})",
         "en", "0.0-2.5 A b.|"},
        {R"({"segments":[{"start":0,"end":9,"text":"A b","words":[{"word":" A","start":1,"end":2},{"word":"b","start":2,"end":3}]}]})",
         "", "1.0-3.0 A b|"},
        {R"({"segments":[{"words":[{"word":"A","start":1,"end":2},{"word":"b.","start":2,"end":3}]}],"language":"EN-us"})",
         "en", "1.0-3.0 A b.|"},
        {R"({"text":"x","words":[{"word":"One","start":0,"end":1},{"word":"end.","start":1,"end":2},{"word":"Two","start":2,"end":3},{"text":"late","start":9,"end":9.5}]})",
         "", "0.0-2.0 One end.|2.0-3.0 Two|9.0-9.5 late|"},
        {R"({"text":"x","segments":null,"language":null})", "", ""},
        {R"({"text":"x","segments":[1,{"start":0},{"start":"x","end":1,"text":"t"},{"start":1e400,"end":1,"text":"t"}]})",
         "", ""},
        {R"({"text":"","segments":[]})", "", ""},
    };
    for (const Case& test : cases) {
        const auto answer = parse_remote_answer(test.body);
        ASSERT_TRUE(answer) << test.body;
        EXPECT_EQ(answer->language, test.language) << test.body;
        EXPECT_EQ(shown(answer->segments), test.segments) << test.body;
    }
    for (const char* body : {"", "x", "[]", "{}", R"({"text":5})", R"({"error":"x"})"}) {
        EXPECT_FALSE(parse_remote_answer(body)) << body;
    }
}

TEST(RemoteAnswer, WithoutTimesIsSpreadOverTheSpeech) {
    EXPECT_EQ(shown(spread_text("Aaaa bbb. Ccccc ddd.", 14, {{0, 2}, {7, 9}})),
              "2.0-6.5 Aaaa bbb.|6.5-14.0  Ccccc ddd.|");
    EXPECT_TRUE(spread_text("", 14, {}).empty());
}

}  // namespace
}  // namespace lectern::media
