#pragma once

#include "media/av/handles.hpp"

namespace lectern::media {

// What the packets of H.264 and HEVC hold. For other codecs the flags of the container decide.

// Whether a decoder can start with this packet. In H.264 only an IDR picture is sure: containers also flag
// pictures of open groups, after which others refer to pictures before them.
bool starts_decoding(const AVPacket& packet, const AVCodecParameters& codec);

// Whether the packet brings parameters that differ from those of its stream, as after a change of the size
// of the video or of the rate of the audio. An MP4 of ours holds one set of parameters a track.
bool changes_parameters(const AVPacket& packet, const AVCodecParameters& codec);

}  // namespace lectern::media
