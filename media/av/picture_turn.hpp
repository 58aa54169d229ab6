#pragma once

#include "media/av/handles.hpp"

namespace lectern::media {

// Degrees clockwise by which the pictures of a stream are turned for display: 0, 90, 180 or 270 (phones).
int picture_turn(const AVStream& stream);

}  // namespace lectern::media
