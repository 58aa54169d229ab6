#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lectern {

inline constexpr std::size_t longest_disk_name = 120;  // bytes

// A file name made of a person's words: prefix + name + ending. In `name` spaces become "_"; control
// characters and / \ : * ? " < > | are dropped; letters of any script stay. At most `longest` bytes: the name
// is cut between characters, prefix and ending stay.
std::string disk_name(std::string_view prefix, std::string_view name, std::string_view ending,
                      std::size_t longest = longest_disk_name);

// The beginning of a file name that has at most `room` bytes, cut between characters.
std::string_view beginning_of(std::string_view name, std::size_t room);

}  // namespace lectern
