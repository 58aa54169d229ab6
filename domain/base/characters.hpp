#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lectern {

// UTF-8. A character here is one code point. For the ASCII text of protocols see base/ascii.hpp.

// Reads the code point that starts at `position`, which must be before the end of `text`, and moves
// `position` behind it. If the bytes there are not well-formed UTF-8 (an overlong form or a surrogate, for
// example), returns nullopt and moves `position` by one byte.
std::optional<char32_t> next_character(std::string_view text, std::size_t& position);

bool is_utf8(std::string_view text);

// A malformed byte counts as one character.
std::size_t count_characters(std::string_view text);

// The longest beginning of `text` that has at most `bytes` bytes and does not end inside a character.
std::string_view whole_characters(std::string_view text, std::size_t bytes);

// Appends a code point, which must be at most 0x10FFFF and no surrogate.
void append_character(std::string& text, char32_t character);

}  // namespace lectern
