#pragma once

#include "domain/topics/sentences.hpp"
#include "domain/topics/words.hpp"

#include <string>
#include <vector>

namespace lectern::topics {

// The few sentences that share most with each segment as a whole and set it apart from the others, in the
// order they were said; at most 600 bytes each. "" where a segment has no words. `firsts`: the first sentence
// of each segment.
std::vector<std::string> summarize_segments(const std::vector<Sentence>& sentences, const Words& words,
                                            const std::vector<std::size_t>& firsts);

}  // namespace lectern::topics
