#pragma once

#include "domain/topics/words.hpp"

#include <vector>

namespace lectern::topics {

// For every sentence how many more words are said for the first time just after its start than just before
// it, in standard deviations: a new topic brings its own words. 0 for the first sentence. Words of only one
// or two mentions do not count.
std::vector<double> new_word_scores(const Words& words);

}  // namespace lectern::topics
