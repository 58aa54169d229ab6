#pragma once

#include <string>
#include <string_view>

namespace lectern {

// The text as a search compares it: case folded, without diacritics, d for d with stroke, and one space where
// there are several. "Bài giảng  ĐẠI số" becomes "bai giang dai so". `text` is UTF-8.
std::string folded_text(std::string_view text);

// The text without case and with one space where there are several. Diacritics stay: in Vietnamese they make
// other words.
std::string case_folded_text(std::string_view text);

}  // namespace lectern
