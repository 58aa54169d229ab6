#pragma once

#include "domain/lecture/transcript.hpp"
#include "domain/topics/sentences.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace lectern::topics {

// Seconds: a speech recogniser's times can lie this far from the silence to which they belong.
inline constexpr double silence_slack = 0.75;

// For each sentence: the longest silence that touches the gap between it and the sentence before it. None for
// the first sentence.
std::vector<std::optional<Silence>> silences_before(const std::vector<Sentence>& sentences,
                                                    const std::vector<Silence>& silences);

// The end of one topic and the beginning of the next one, in seconds; begin >= end.
struct CutPoint {
    double end = 0;
    double begin = 0;
};

// The cut between two sentences: inside the silence if there is one, else inside the gap. In a short pause
// `end` and `begin` are one point. Most of a long pause belongs to neither topic, so that nobody has to watch
// it.
CutPoint cut_between(const Sentence& before, const Sentence& after, const std::optional<Silence>& silence);

}  // namespace lectern::topics
