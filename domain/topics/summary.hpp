#pragma once

#include "domain/topics/sentences.hpp"
#include "domain/topics/words.hpp"

#include <string>
#include <vector>

namespace lectern::topics {

// A summary of each segment: the few sentences whose words are most typical of the segment, in the order of
// the talk; at most 600 bytes. "" for a segment without words. `firsts`: the index of the first sentence of
// each segment.
std::vector<std::string> summarize_segments(const std::vector<Sentence>& sentences, const Words& words,
                                            const std::vector<std::size_t>& firsts);

}  // namespace lectern::topics
