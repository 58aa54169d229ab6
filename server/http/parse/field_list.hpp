#pragma once

#include "domain/base/ascii.hpp"

#include <cstddef>
#include <string_view>

// Lists within the values of header fields: "gzip, br;q=0.5".
namespace lectern::http {

constexpr std::string_view optional_space = " \t";  // OWS in RFC 9110, 5.6.3

// Removes the text up to the separator, and the separator, from the front of `rest`. Gives the text, trimmed.
constexpr std::string_view take_item(std::string_view& rest, char separator) {
    const std::size_t end = rest.find(separator);
    const std::string_view item = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return ascii::trimmed(item, optional_space);
}

// Whether a comma-separated list contains the item, ignoring case.
constexpr bool list_contains(std::string_view list, std::string_view item) {
    while (!list.empty()) {
        if (ascii::equal_ignoring_case(take_item(list, ','), item)) return true;
    }
    return false;
}

}  // namespace lectern::http
