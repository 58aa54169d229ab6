#pragma once

#include "domain/topics/words.hpp"

#include <string_view>
#include <vector>

namespace lectern::topics {

// How much the first words of a sentence sound like the beginning of something new ("Now let's look at ..."),
// about -1 (goes on with the sentence before: "And that ...") to 2; 0 where the words say nothing or the
// language has no list (English and Vietnamese have one).
double opening_phrase_score(const std::vector<Word>& sentence, std::string_view language);

}  // namespace lectern::topics
