#pragma once

#include "domain/lecture/transcript.hpp"
#include "domain/topics/sentences.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace lectern::topics {

// Seconds by which a recogniser's times may miss the silence that belongs to them.
inline constexpr double silence_slack = 0.75;

// For every sentence the longest silence before it, that is, one that touches the gap to the sentence before;
// none for the first sentence.
std::vector<std::optional<Silence>> silences_before(const std::vector<Sentence>& sentences,
                                                    const std::vector<Silence>& silences);

// Where one topic ends and where the next begins, seconds; begin >= end.
struct CutPoint {
    double end = 0;
    double begin = 0;
};

// The cut between two sentences: inside the silence if there is one, else inside the gap; one point in a
// short pause, two in a long one, so that nobody has to watch the pause.
CutPoint cut_between(const Sentence& before, const Sentence& after, const std::optional<Silence>& silence);

}  // namespace lectern::topics
