#pragma once

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <type_traits>

namespace lectern::media {

// A number that is the whole text, not negative, within its type's range: "12", and for floating point
// "9.97". No signs, spaces, infinities.
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

// Without spaces, tabs and line breaks at both ends.
inline std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

}  // namespace lectern::media
