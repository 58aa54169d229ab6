#pragma once

#include "domain/topics/words.hpp"

#include <string>
#include <vector>

namespace lectern::topics {

// A name for each segment: the one or two phrases that are said there far more often than elsewhere.
// `firsts`: the index of the first sentence of each segment, ascending, beginning with 0. A name has 1..200
// characters, and no two are the same. A segment without a usable phrase is called "Part 3" or the like.
std::vector<std::string> name_segments(const Words& words, const std::vector<std::size_t>& firsts);

}  // namespace lectern::topics
