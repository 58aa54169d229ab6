#pragma once

#include "domain/lecture/sentence_end.hpp"
#include "media/speech/base/heard.hpp"

#include <vector>

namespace lectern::media {

// Splits a segment at the ends of its sentences; each gets the time of its own words. `whole` gives the outer
// times and the probabilities. Pure.
std::vector<Heard> split_sentences(const Heard& whole, const std::vector<SpokenToken>& tokens);

}  // namespace lectern::media
