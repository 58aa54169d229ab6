#pragma once

#include "domain/topics/words.hpp"

#include <string>
#include <vector>

namespace lectern::topics {

// A name for each of the segments that begin at the sentences `firsts` (ascending, 0 first): the one or two
// phrases that are said there far more often than elsewhere. 1..200 characters, no two alike; "Part 3" where
// nothing was said that could be a name.
std::vector<std::string> name_segments(const Words& words, const std::vector<std::size_t>& firsts);

}  // namespace lectern::topics
