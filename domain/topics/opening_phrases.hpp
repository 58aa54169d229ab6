#pragma once

#include "domain/topics/words.hpp"

#include <string_view>
#include <vector>

namespace lectern::topics {

// How much the first words of a sentence sound like the beginning of a topic: from -1 (it continues the
// sentence before it: "And that ...") to 2 (it opens a topic: "Now let's look at ..."). 0 if they tell
// nothing, or if there is no list of phrases for the language; English and Vietnamese have one.
double opening_phrase_score(const std::vector<Word>& sentence, std::string_view language);

}  // namespace lectern::topics
