#pragma once

#include <cstddef>
#include <string_view>

// What the syntax of HTTP needs everywhere; all of it is about ASCII, whatever the locale.
namespace lectern::http {

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_alpha(char c) {
    return lower(c) >= 'a' && lower(c) <= 'z';
}

constexpr int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
    return -1;
}

constexpr bool equal_without_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

// Spaces and tabs off both ends.
constexpr std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// Takes the text up to the separator off the front of `rest`, trimmed, and the separator with it.
constexpr std::string_view take_item(std::string_view& rest, char separator) {
    const std::size_t end = rest.find(separator);
    const std::string_view item = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return trim(item);
}

// Whether a comma-separated list has the item.
constexpr bool list_contains(std::string_view list, std::string_view item) {
    while (!list.empty()) {
        if (equal_without_case(take_item(list, ','), item)) return true;
    }
    return false;
}

}  // namespace lectern::http
