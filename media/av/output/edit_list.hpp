#pragma once

#include <cstdint>
#include <span>

namespace lectern::media {

// Shortens what players show of a finished MP4: limits the durations of its edit lists, tracks and movie to
// `seconds` (movie time). Changes the index only; the samples after that time stay in the file. `moov`: the
// box with its header. Returns false and changes nothing if the index is not in the form of our muxer.
bool shorten_presentation(std::span<std::uint8_t> moov, double seconds);

}  // namespace lectern::media
