#pragma once

#include <string_view>

namespace lectern::topics {

// Function words and spoken fillers, case folded, contractions with a plain apostrophe. English and
// Vietnamese have lists; no word of another language is a stop word.
bool has_stop_words(std::string_view language);
bool is_stop_word(std::string_view folded, std::string_view language);

}  // namespace lectern::topics
