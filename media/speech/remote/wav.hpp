#pragma once

#include <span>
#include <string>

namespace lectern::media {

// A WAV file of 16-bit mono samples at sample_rate; samples beyond -1..1 are clipped. At most an hour and
// some more, which the size fields can hold.
std::string to_wav(std::span<const float> samples);

}  // namespace lectern::media
