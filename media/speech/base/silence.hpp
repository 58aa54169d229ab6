#pragma once

#include "domain/lecture/transcript.hpp"

#include <span>
#include <vector>

namespace lectern::media {

// The pauses of at least 0.3 s in a piece of audio, ordered, in seconds from its start. The limit between
// speech and pause follows the loudness around, so that it works for a loud room and for a soft voice. Meant
// for pieces of some minutes. Pure.
std::vector<Silence> find_silences(std::span<const float> samples);

// The best sample between `earliest` and `latest` (at most samples.size()) for a cut: the middle of the
// quietest half second. Pure.
std::size_t quietest_cut(std::span<const float> samples, std::size_t earliest, std::size_t latest);

// The seconds between two times that are not silent. Pure.
double audible_seconds(double start, double end, const std::vector<Silence>& silences);

// Appends silences, moved by `offset` seconds. Joins the last and the first one if they touch.
void append_silences(std::vector<Silence>& all, const std::vector<Silence>& more, double offset);

}  // namespace lectern::media
