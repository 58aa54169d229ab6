#include "domain/base/characters.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(Utf8, KnowsWellFormedText) {
    for (const char* good : {"", "abc", "é", "ế", "\xF0\x9F\x8E\x93", "\xF4\x8F\xBF\xBF", "\xEF\xBF\xBF"}) {
        EXPECT_TRUE(is_utf8(good)) << good;
    }
    for (const char* bad :
         {"\x80", "\xC3", "\xC3(", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
          "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF", "ab\xE2\x82"}) {
        EXPECT_FALSE(is_utf8(bad));
    }
    EXPECT_EQ(count_characters("Tiếng Việt"), 10);
    EXPECT_EQ(count_characters("a\xFF\xFEz"), 4);
}

// A character and its bytes, at the borders of each length.
struct Encoded {
    char32_t character;
    const char* bytes;
};
const std::vector<Encoded> encodings{
    {0x1, "\x01"},
    {0x7F, "\x7F"},
    {0x80, "\xC2\x80"},
    {0x7FF, "\xDF\xBF"},
    {0x800, "\xE0\xA0\x80"},
    {0xFFFF, "\xEF\xBF\xBF"},
    {0x10000, "\xF0\x90\x80\x80"},
    {0x10FFFF, "\xF4\x8F\xBF\xBF"},
};

TEST(Utf8, IsReadAndWrittenAlike) {
    for (const Encoded& row : encodings) {
        std::string written = "<";
        append_character(written, row.character);
        EXPECT_EQ(written, std::string("<") + row.bytes);
        std::size_t position = 1;
        EXPECT_EQ(next_character(written, position), row.character);
        EXPECT_EQ(position, written.size());
    }
}

TEST(Utf8, AMalformedByteIsSteppedOver) {
    const std::string_view text = "a\xE1\xBAz";
    std::size_t position = 1;
    EXPECT_EQ(next_character(text, position), std::nullopt);
    EXPECT_EQ(position, 2u);
}

TEST(WholeCharacters, EndBetweenTwoCharacters) {
    EXPECT_EQ(whole_characters("abc", 3), "abc");
    EXPECT_EQ(whole_characters("abc", 2), "ab");
    EXPECT_EQ(whole_characters("aế", 4), "aế");
    for (const std::size_t bytes : {1, 2, 3})
        EXPECT_EQ(whole_characters("aếz", bytes), "a") << bytes;
    EXPECT_EQ(whole_characters("aếz", 4), "aế");
    EXPECT_EQ(whole_characters("ế", 0), "");
    EXPECT_EQ(whole_characters("\x80\x80\x80", 2).size(), 2u) << "a malformed byte is a character of its own";
}

}  // namespace
}  // namespace lectern
