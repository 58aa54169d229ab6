#include "media/speech/checkpoint.hpp"

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

TEST(Checkpoint, ReadsWhatItWrote) {
    Checkpoint checkpoint;
    checkpoint.heard = {"en", "whisper x", 0, {{1.25, 2.5, "Xin \"chào\""}}, {{2.5, 3}}};
    checkpoint.next = 239.987;
    const auto read = parse_checkpoint(to_text(checkpoint), "whisper x");
    ASSERT_TRUE(read);
    EXPECT_EQ(to_text(*read), to_text(checkpoint));
    EXPECT_EQ(read->heard.segments[0].text, "Xin \"chào\"");
    EXPECT_DOUBLE_EQ(read->next, 239.987);
    EXPECT_FALSE(parse_checkpoint(to_text(checkpoint), "whisper y")) << "of another engine";
}

TEST(Checkpoint, OfAnotherKindIsNone) {
    for (const char* text :
         {"", "{", "[]", "{}", "null", R"({"version":1,"engine":"e"})",
          R"({"version":2,"engine":"e","language":"","next":0,"segments":[],"silences":[]})",
          R"({"version":1,"engine":"e","language":"","next":"x","segments":[],"silences":[]})",
          R"({"version":1,"engine":"e","language":"","next":-5,"segments":[],"silences":[]})",
          R"({"version":1,"engine":"e","language":"","next":0,"segments":[[1]],"silences":[]})"}) {
        EXPECT_FALSE(parse_checkpoint(text, "e")) << text;
    }
}

}  // namespace
}  // namespace lectern::media
