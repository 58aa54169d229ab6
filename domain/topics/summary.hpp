#pragma once

#include "domain/topics/sentences.hpp"
#include "domain/topics/words.hpp"

#include <string>
#include <vector>

namespace lectern::topics {

// A summary of each segment: one or two of its sentences, in the order of the talk, that are most typical of
// it and are understood without the ones before; at most 240 characters. In a transcript without full stops
// it is the piece of speech that is most typical. "" for a segment without words. `firsts`: the index of the
// first sentence of each segment.
std::vector<std::string> summarize_segments(const std::vector<Sentence>& sentences, const Words& words,
                                            const std::vector<std::size_t>& firsts);

}  // namespace lectern::topics
