#pragma once

#include "domain/lecture/transcript.hpp"

#include <string>
#include <vector>

namespace lectern::topics {

// What is said in one go; a topic begins and ends only between sentences.
struct Sentence {
    double start =
        0;           // seconds; estimated by the share of characters if the sentence begins inside a segment
    double end = 0;  // >= start
    std::string text;  // UTF-8, trimmed, not empty
};

// The transcript's sentences, ordered by start, all inside [0, duration] (when the duration is known).
// Segments are joined and split at full stops; a recogniser's text without punctuation keeps its segments.
// Segments with times that make no sense are put in order; empty ones are left out.
std::vector<Sentence> split_sentences(const Transcript& transcript);

}  // namespace lectern::topics
