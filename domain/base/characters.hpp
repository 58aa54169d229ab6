#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace lectern {

// The code point that starts at `position`, which moves behind it. nullopt if the bytes there are no
// well-formed UTF-8 (overlong forms and surrogates included); `position` then moves by one byte.
std::optional<char32_t> next_character(std::string_view text, std::size_t& position);

bool is_utf8(std::string_view text);

// Code points; a malformed byte counts as one.
std::size_t count_characters(std::string_view text);

}  // namespace lectern
