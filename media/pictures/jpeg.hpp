#pragma once

#include "media/av/handles.hpp"

#include <string>

namespace lectern::media {

// A frame (yuv420p of limited range, with the matrix of BT.601) as a JPEG file. Throws MediaError.
std::string to_jpeg(const AVFrame& frame);

}  // namespace lectern::media
