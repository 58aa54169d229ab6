#pragma once

#include "media/av/handles.hpp"

namespace lectern::media {

// Degrees clockwise by which the pictures of a stream are turned for display: 0, 90, 180 or 270 (phones).
int picture_turn(const AVStream& stream);

// Has players turn the pictures of `to` as those of `from`.
void keep_turn(const AVStream& from, AVStream& to);

}  // namespace lectern::media
