#pragma once

#include "domain/lecture/transcript.hpp"

#include <string>
#include <vector>

namespace lectern::topics {

// A topic begins and ends only between two sentences.
struct Sentence {
    // Seconds, end >= start. Times inside a segment of the transcript are estimated from the number of bytes.
    double start = 0;
    double end = 0;
    std::string text;  // UTF-8, trimmed, not empty
};

// The sentences of the transcript, ordered by start, all inside [0, duration] if the duration is known.
// Segments are joined and divided at full stops. In a text without punctuation each segment is a sentence.
// Segments with impossible times are put in order; empty ones are left out.
std::vector<Sentence> split_sentences(const Transcript& transcript);

}  // namespace lectern::topics
