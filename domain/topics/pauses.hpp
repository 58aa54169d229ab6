#pragma once

#include "domain/lecture/transcript.hpp"
#include "domain/topics/sentences.hpp"

#include <optional>
#include <vector>

namespace lectern::topics {

// For each sentence: how much longer than usual the pause before it is, from 0 to 2. 0 for a pause that is
// usual for this speaker, and for the first sentence. A pause is the gap between two sentences, or the
// silence there if that is longer.
std::vector<double> pause_scores(const std::vector<Sentence>& sentences,
                                 const std::vector<std::optional<Silence>>& silences_before);

}  // namespace lectern::topics
