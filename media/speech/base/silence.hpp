#pragma once

#include "domain/lecture/transcript.hpp"

#include <span>
#include <vector>

namespace lectern::media {

// Pauses of at least 0.3 s in a piece of audio, ordered, in seconds from its start. The limit between speech
// and pause follows the loudness around it, so a loud room and a soft voice both work. Meant for pieces of
// some minutes: the limit is only as good as what the piece holds. Pure.
std::vector<Silence> find_silences(std::span<const float> samples);

// The sample between `earliest` and `latest` (at most samples.size()) where a cut hurts least: the middle of
// the quietest half second there. Pure.
std::size_t quietest_cut(std::span<const float> samples, std::size_t earliest, std::size_t latest);

// Appends silences that are `offset` seconds later, joining the two that touch at the seam.
void append_silences(std::vector<Silence>& all, const std::vector<Silence>& more, double offset);

}  // namespace lectern::media
