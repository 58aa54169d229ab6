#pragma once

#include "media/av/handles.hpp"

#include <span>

namespace lectern::media {

// What the index of an MP4 will list of a track: as many or a little fewer.
struct ExpectedTrack {
    double packets = 0;
    double durations = 1;  // runs of packets with the same duration
    double keyframes = 0;  // if not all packets are keyframes
    double chunks = 0;
    bool reordered = false;
    std::size_t headers = 0;  // bytes: what decoders need to know first
};

// Expects `seconds` of a stream to be written. `from`: the stream that its packets are copied from, if they
// are; the index of its file tells more than its headers.
ExpectedTrack expected_track(const AVStream& stream, double seconds, const AVStream* from);

// Room for the index of a file with these tracks, bytes.
std::int64_t index_room(std::span<const ExpectedTrack> tracks);

}  // namespace lectern::media
