#pragma once

#include "media/av/handles.hpp"

#include <cstddef>
#include <functional>
#include <span>

namespace lectern::media {

// What the packets of H.264 and HEVC hold. For other codecs the flags of the container decide.

using Bytes = std::span<const std::uint8_t>;

// Types of NAL units: H.264 table 7-1.
inline constexpr int h264_idr = 5;
inline constexpr int h264_sps = 7;
inline constexpr int h264_pps = 8;
constexpr int h264_type(Bytes unit) {
    return unit[0] & 0x1F;
}

Bytes data_of(const AVPacket& packet);
Bytes extradata_of(const AVCodecParameters& codec);

// How many bytes tell the length of a unit in the packets of a stream of H.264 or HEVC; 0 if start codes
// separate the units (Annex B).
std::size_t length_bytes(const AVCodecParameters& codec);

// Bytes of extradata. Encoders need some hundreds, and an `avcC` tells the size of a unit in 16 bits.
inline constexpr std::size_t most_headers = 65'535;

// Gives the units of the extradata of H.264 or HEVC: `avcC`, `hvcC` or Annex B. Returns false if its sizes do
// not add up.
bool for_each_header_unit(Bytes extradata, AVCodecID codec, const std::function<void(Bytes unit)>& take);

// Gives the units of a packet one after the other, none of them empty.
void for_each_unit(Bytes data, std::size_t length_bytes, const std::function<void(Bytes unit)>& take);

// Whether a decoder can start with this packet. In H.264 only an IDR picture is sure: containers also flag
// pictures of open groups, after which others refer to pictures before them.
bool starts_decoding(const AVPacket& packet, const AVCodecParameters& codec);

// Whether the packet brings parameters that differ from those of its stream, as after a change of the size
// of the video or of the rate of the audio. An MP4 of ours holds one set of parameters a track. The extradata
// has at most `most_headers` bytes.
bool changes_parameters(const AVPacket& packet, const AVCodecParameters& codec);

}  // namespace lectern::media
