#pragma once

#include <string>
#include <string_view>

namespace lectern::media {

// One line of well-formed UTF-8 without control characters, runs of spaces, or spaces at the ends.
std::string tidy_line(std::string_view text);

}  // namespace lectern::media
