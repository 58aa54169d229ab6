#pragma once

#include "domain/topics/words.hpp"

#include <vector>

namespace lectern::topics {

// A new topic brings new words. For each sentence: by how much the share of words that are said for the first
// time is higher in the text after its start than in the text before it, in standard deviations. 0 for the
// first sentence. Words that are said only once or twice in the whole talk do not count.
std::vector<double> new_word_scores(const Words& words);

}  // namespace lectern::topics
