#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lectern {

inline constexpr std::size_t longest_file_name = 120;  // bytes

// A file name that is made of a person's words and is safe on every system: prefix + words + ending. In
// `words` each space becomes "_"; control characters and / \ : * ? " < > | are dropped; letters of every
// script stay. The name has at most longest_file_name bytes: `words` are cut between two characters, prefix
// and ending stay whole.
std::string safe_file_name(std::string_view prefix, std::string_view words, std::string_view ending);

// The first part of a file name, at most `bytes` long, cut between two characters. An accent or another mark
// stays with its letter.
std::string_view shortened_file_name(std::string_view name, std::size_t bytes);

}  // namespace lectern
