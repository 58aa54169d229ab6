#pragma once

#include "media/av/handles.hpp"

namespace lectern::media {

// Degrees clockwise by which the frames of a stream are turned for display: 0, 90, 180 or 270 (phones).
int video_rotation(const AVStream& stream);

// Makes players rotate the stream `to` as they rotate `from`.
void keep_rotation(const AVStream& from, AVStream& to);

}  // namespace lectern::media
