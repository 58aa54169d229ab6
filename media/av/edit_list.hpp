#pragma once

#include <cstdint>
#include <span>

namespace lectern::media {

// Shortens what players show of a finished MP4: sets the durations of its edit lists, tracks and movie to at
// most `seconds` (movie time), leaving the samples behind that place in the file. Changes the index only.
// False, with nothing changed, if the index is not one that our muxer writes. `moov`: the box with its
// header.
bool shorten_presentation(std::span<std::uint8_t> moov, double seconds);

}  // namespace lectern::media
