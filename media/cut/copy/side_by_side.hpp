#pragma once

#include "media/av/recording.hpp"

#include <array>
#include <deque>

namespace lectern::media {

// Whether the packets of its video and its audio between two media times stand so close to each other in the
// file that one pass reads both. False if the container does not list all its packets.
bool are_side_by_side(const Recording& recording, double from, double to);

// The packets of the video and of the audio of one recording, read in one pass: those of the stream that is
// not asked for wait. For recordings that are_side_by_side(): a second of packets waits, about. Throws
// MediaError.
class SideBySide {
public:
    // From about the media time `from` on, which need not be a keyframe. `recording` has both streams and
    // outlives this.
    SideBySide(Recording& recording, double from);

    // The next packet of the video or of the audio; false at the end.
    bool read(const AVStream* stream, AVPacket* packet);

private:
    std::deque<Packet>& queue_of(int stream) { return waiting_[stream == recording_.video()->index ? 0 : 1]; }

    Recording& recording_;
    std::array<std::deque<Packet>, 2> waiting_;
};

}  // namespace lectern::media
