#pragma once

#include "domain/lecture/transcript.hpp"
#include "domain/topics/sentences.hpp"

#include <optional>
#include <vector>

namespace lectern::topics {

// For every sentence how unusually long the pause before it is, 0..2: 0 for the speaker's usual pauses and
// for the first sentence. A pause is the gap between two sentences or, if longer, the silence heard there.
std::vector<double> pause_scores(const std::vector<Sentence>& sentences,
                                 const std::vector<std::optional<Silence>>& silences_before);

}  // namespace lectern::topics
