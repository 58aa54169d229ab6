#include "media/speech/chat/chat_answer.hpp"

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

TEST(ChatAnswer, IsFoundInWhatModelsWrite) {
    struct Case {
        const char* content;
        const char* name;  // nullptr: none
    };
    const Case cases[] = {
        {R"({"name":"Binary trees","summary":"s"})", "Binary trees"},
        {"Here:\n```json\n{\"name\": \"Binary trees.\"}\n```", "Binary trees"},
        {"<think>{\"name\":\"Wrong one\"}</think>{\"name\":\"Right one\",\"summary\":null}", "Right one"},
        {"{not json} {\"name\":\"Right one\"}", "Right one"},
        {R"({"title":"x"} {"name":"Right\none"})", "Right one"},
        {R"({"name":"x"})", nullptr},
        {R"({"name":""})", nullptr},
        {R"({"name":7})", nullptr},
        {R"({"name":"..."})", nullptr},
        {R"({"name":"unfinished)", nullptr},
        {"no object", nullptr},
        {"", nullptr},
    };
    for (const Case& test : cases) {
        const auto names = parse_chat_names(test.content);
        ASSERT_EQ(names.has_value(), test.name != nullptr) << test.content;
        if (names) {
            EXPECT_EQ(names->name, test.name);
        }
    }
    EXPECT_FALSE(parse_chat_names("{\"name\":\"" + std::string(101, 'x') + "\"}"));
    EXPECT_FALSE(parse_chat_names("{\"name\":\"good name\",\"summary\":\"" + std::string(601, 'x') + "\"}"));
    EXPECT_FALSE(parse_chat_names(std::string(50'000, '{')));
    EXPECT_FALSE(chat_content(R"({"choices":[]})"));
    EXPECT_FALSE(chat_content("nothing"));
    EXPECT_EQ(chat_content(R"({"choices":[{"message":{"content":"x"}}]})"), "x");
}

}  // namespace
}  // namespace lectern::media
