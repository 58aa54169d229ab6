#include "domain/base/ascii.hpp"

#include <cstdint>

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(Ascii, KnowsItsLettersAndDigits) {
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        const bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
        EXPECT_EQ(ascii::is_letter(c), upper || lower) << byte;
        EXPECT_EQ(ascii::is_digit(c), digit) << byte;
        EXPECT_EQ(ascii::is_letter_or_digit(c), upper || lower || digit) << byte;
        EXPECT_EQ(ascii::lower(c), upper ? static_cast<char>(byte + 32) : c) << byte;
        EXPECT_EQ(ascii::upper(c), lower ? static_cast<char>(byte - 32) : c) << byte;
    }
}

TEST(Ascii, HexDigitsHaveValuesOthersHaveNone) {
    const std::string_view digits = "0123456789abcdef", capitals = "0123456789ABCDEF";
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        const std::size_t place = std::min(digits.find(c), capitals.find(c));
        EXPECT_EQ(ascii::hex_value(c), place == std::string_view::npos ? -1 : static_cast<int>(place))
            << byte;
    }
}

TEST(Ascii, LowerCaseLeavesOtherLettersAlone) {
    EXPECT_EQ(ascii::lower("Content-TYPE: Ế9"), "content-type: Ế9");
    EXPECT_TRUE(ascii::equal_ignoring_case("Content-Type", "cONTENT-tYPE"));
    EXPECT_TRUE(ascii::equal_ignoring_case("", ""));
    EXPECT_FALSE(ascii::equal_ignoring_case("Host", "Hosts"));
    EXPECT_FALSE(ascii::equal_ignoring_case("@", "`")) << "they differ by the bit that makes letters small";
    EXPECT_FALSE(ascii::equal_ignoring_case("Ế", "ế"));
}

TEST(Ascii, TrimsBothEnds) {
    EXPECT_EQ(ascii::trimmed(" \t a b\r\n"), "a b");
    EXPECT_EQ(ascii::trimmed(" \t\r\n"), "");
    EXPECT_EQ(ascii::trimmed(""), "");
    EXPECT_EQ(ascii::trimmed("\"a \"", "\""), "a ");
}

TEST(Ascii, ANumberIsTheWholeText) {
    EXPECT_EQ(ascii::parse_number<int>("0042"), 42);
    EXPECT_EQ(ascii::parse_number<std::uint8_t>("255"), 255);
    EXPECT_EQ(ascii::parse_number<double>("9.97"), 9.97);
    for (const char* bad : {"", " 1", "1 ", "+1", "-1", "-0", "1a", "0x1", "1.0", "2147483648"})
        EXPECT_EQ(ascii::parse_number<int>(bad), std::nullopt) << bad;
    EXPECT_EQ(ascii::parse_number<std::uint8_t>("256"), std::nullopt);
    for (const char* bad : {"nan", "inf", "-1.5", "1e999", "1,5"})
        EXPECT_EQ(ascii::parse_number<double>(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace lectern
