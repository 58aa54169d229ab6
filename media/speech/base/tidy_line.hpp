#pragma once

#include <string>
#include <string_view>

namespace lectern::media {

// The text as one line of well-formed UTF-8: no control characters, single spaces, none at the ends.
std::string tidy_line(std::string_view text);

}  // namespace lectern::media
