#include "domain/lecture/clip_name.hpp"

#include "domain/base/characters.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

struct Case {
    int position;
    std::string name, expected;
};

class ClipName : public testing::TestWithParam<Case> {};

TEST_P(ClipName, IsAsExpected) {
    EXPECT_EQ(clip_file_name(GetParam().position, GetParam().name), GetParam().expected);
}

std::string repeated(const std::string& text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i)
        result += text;
    return result;
}

INSTANTIATE_TEST_SUITE_P(
    Table, ClipName,
    testing::Values(
        Case{1, "Marketing Intro", "1)_Marketing_Intro.mp4"}, Case{12, "a  b", "12)_a__b.mp4"},
        Case{2, "Giới thiệu về Tiếp thị", "2)_Giới_thiệu_về_Tiếp_thị.mp4"},
        Case{3, "マーケティング", "3)_マーケティング.mp4"},
        Case{4, "a/b\\c:d*e?f\"g<h>i|j", "4)_abcdefghij.mp4"}, Case{5, "a\tb\nc\x7F", "5)_abc.mp4"},
        Case{6, std::string("a\0b", 3), "6)_ab.mp4"}, Case{7, "", "7)_.mp4"},
        Case{8, "../../etc", "8)_....etc.mp4"},
        Case{9, "a\xC2\x85z", "9)_az.mp4"},                    // a control character of the second table
        Case{10, "txt\xE2\x80\xAEgpj", "10)_txtgpj.mp4"},      // turns the direction of what follows
        Case{11, "a\xC2\xA0z\xE3\x80\x80q", "11)_a_z_q.mp4"},  // no-break and ideographic space
        Case{12, "a\xFFz\xC3(", "12)_az(.mp4"},                // malformed UTF-8
        Case{13, "\xF0\x9F\x8E\x93 100% (final) #1", "13)_\xF0\x9F\x8E\x93_100%_(final)_#1.mp4"},
        Case{1, repeated("x", 300), "1)_" + repeated("x", 113) + ".mp4"},
        // 113 bytes of room: 56 letters of two bytes, 37 of three, 28 of four.
        Case{1, repeated("é", 100), "1)_" + repeated("é", 56) + ".mp4"},
        Case{1, repeated("ế", 100), "1)_" + repeated("ế", 37) + ".mp4"},
        Case{1, repeated("\xF0\x9F\x8E\x93", 100), "1)_" + repeated("\xF0\x9F\x8E\x93", 28) + ".mp4"},
        // An accent on its own goes with its letter: 112 bytes fit, the letter would, its accent would not.
        Case{1, repeated("x", 112) + "e\xCC\x81", "1)_" + repeated("x", 112) + ".mp4"},
        Case{1, repeated("x", 113), "1)_" + repeated("x", 113) + ".mp4"}));

TEST(ClipNameLength, NeverExceedsTheLimitAndStaysUtf8) {
    for (int length = 100; length < 130; ++length) {
        for (const char* tail : {"é", "ế", "\xF0\x9F\x8E\x93", "e\xCC\x81\xCC\xA3"}) {
            for (const int position : {1, 10, 500}) {
                const std::string name = clip_file_name(position, repeated("x", length) + tail);
                EXPECT_LE(name.size(), 120);
                EXPECT_TRUE(is_utf8(name)) << name;
                EXPECT_TRUE(name.ends_with(".mp4"));
            }
        }
    }
}

}  // namespace
}  // namespace lectern
