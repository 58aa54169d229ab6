#pragma once

#include <charconv>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

// For the text of protocols and file formats: ASCII only, the same in every locale. Other bytes stay as they
// are. For people's text (UTF-8) see base/characters.hpp.
namespace lectern::ascii {

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
    return lower(c) >= 'a' && lower(c) <= 'z';
}
constexpr bool is_letter_or_digit(char c) {
    return is_letter(c) || is_digit(c);
}

// 0..15; -1 if `c` is not a hexadecimal digit.
constexpr int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
    return -1;
}

inline std::string lower(std::string_view text) {
    std::string lowered(text);
    for (char& c : lowered)
        c = lower(c);
    return lowered;
}

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

// The text without the characters of `blank` at its two ends. Default: spaces, tabs and line breaks.
constexpr std::string_view trimmed(std::string_view text, std::string_view blank = " \t\r\n") {
    const std::size_t first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

// Reads the whole text as one number: "12", or "9.97" for a floating-point type. nullopt for any other text,
// also if it has a sign or a space, or if the number is infinite or outside the range of its type.
template<class Number>
std::optional<Number> parse_number(std::string_view text) {
    if (text.empty() || text.front() == '-') return {};
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    if constexpr (std::is_floating_point_v<Number>) {
        if (!std::isfinite(value)) return {};
    }
    return value;
}

}  // namespace lectern::ascii
