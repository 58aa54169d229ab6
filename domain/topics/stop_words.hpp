#pragma once

#include <string_view>

namespace lectern::topics {

// Stop words: function words ("the", "of") and fillers of spoken language ("well"). `folded`: a word in lower
// case, with a plain apostrophe. There are lists for English ("en") and Vietnamese ("vi"); other languages
// have no stop words.
bool has_stop_words(std::string_view language);
bool is_stop_word(std::string_view folded, std::string_view language);

}  // namespace lectern::topics
