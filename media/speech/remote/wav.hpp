#pragma once

#include <span>
#include <string>

namespace lectern::media {

// A WAV file of 16-bit mono samples at sample_rate. Samples outside -1..1 are clipped. At most about an hour:
// the size fields cannot hold more.
std::string to_wav(std::span<const float> samples);

}  // namespace lectern::media
