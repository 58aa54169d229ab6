#pragma once

#include "media/av/handles.hpp"

#include <cstddef>

namespace lectern::media {

// Gives the units of a packet of H.264 lengths of 4 bytes and takes the parameter sets out. `length_bytes`:
// of the lengths that it has, 0 for start codes. Throws MediaError.
void repack(AVPacket& packet, std::size_t length_bytes);

}  // namespace lectern::media
