#include "domain/base/safe_file_name.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(SafeFileName, KeepsPrefixAndEndingWhole) {
    EXPECT_EQ(safe_file_name("", "Lecture 1", ".mp4"), "Lecture_1.mp4");
    EXPECT_EQ(safe_file_name("a b/", "x/y", "/z"), "a b/xy/z") << "only the words in the middle are changed";
    const std::string cut = safe_file_name("12)_", std::string(500, 'x'), ".webm");
    EXPECT_EQ(cut.size(), longest_file_name);
    EXPECT_TRUE(cut.starts_with("12)_x"));
    EXPECT_TRUE(cut.ends_with("x.webm"));
    const std::string around(longest_file_name, 'a');
    EXPECT_EQ(safe_file_name(around, "words", ".mp4"), around + ".mp4") << "no room is left for the words";
}

TEST(ShortenedFileName, EndsBetweenTwoCharacters) {
    EXPECT_EQ(shortened_file_name("abc", 3), "abc");
    EXPECT_EQ(shortened_file_name("abc", 2), "ab");
    EXPECT_EQ(shortened_file_name("aếb", 3), "a");
    EXPECT_EQ(shortened_file_name("ae\xCC\x81z", 3), "a") << "an accent stays with its letter";
    EXPECT_EQ(shortened_file_name("ae\xCC\x81z", 4), "ae\xCC\x81");
}

}  // namespace
}  // namespace lectern
