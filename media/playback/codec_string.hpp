#pragma once

#include "media/av/handles.hpp"

#include <string>

namespace lectern::media {

// The name of a codec with its profile and level as browsers want it (RFC 6381): "avc1.64001f", "mp4a.40.2".
// FFmpeg's name for codecs that browsers do not know.
std::string codec_string(const AVCodecParameters& codec);

}  // namespace lectern::media
