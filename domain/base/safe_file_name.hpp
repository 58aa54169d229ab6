#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lectern {

inline constexpr std::size_t longest_file_name = 120;  // bytes

// Makes a file name from a person's words that is safe on every system: prefix + words + ending. In `words`
// each space becomes "_"; control characters and / \ : * ? " < > | are dropped; letters of every script stay.
// The name has at most longest_file_name bytes: `words` are shortened between two characters, prefix and
// ending stay whole.
std::string safe_file_name(std::string_view prefix, std::string_view words, std::string_view ending);

// The longest beginning of a file name that has at most `bytes` bytes and ends between two characters. An
// accent or another mark stays with its letter.
std::string_view shortened_file_name(std::string_view name, std::size_t bytes);

}  // namespace lectern
