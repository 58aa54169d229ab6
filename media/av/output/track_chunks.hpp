#pragma once

#include "media/av/handles.hpp"

#include <deque>
#include <functional>

namespace lectern::media {

// Orders the packets of several tracks into chunks of half a second, each of one track, by decoding time. A
// file of such chunks has a small index, because that lists chunks; players read it from front to back.
class TrackChunks {
public:
    using Write = std::function<void(AVPacket* packet)>;

    explicit TrackChunks(Write write) : write_(std::move(write)) {}

    // All tracks are added before the first packet, in the order of AVPacket::stream_index.
    void add_track(AVRational unit) { tracks_.push_back({unit, {}}); }
    // Takes the content of the packet. It is written at once or later: at most 10 s or 64 MiB of packets wait
    // for those of another track.
    void put(AVPacket* packet);
    // Writes what waits.
    void finish();

private:
    struct Track {
        AVRational unit;
        std::deque<Packet> packets;

        double seconds(const Packet& packet) const { return static_cast<double>(packet->dts) * av_q2d(unit); }
        double waiting() const {
            return packets.empty() ? 0 : seconds(packets.back()) - seconds(packets.front());
        }
    };

    bool has_to_write() const;
    bool write_chunk();

    Write write_;
    std::deque<Track> tracks_;
    std::size_t bytes_ = 0;
};

}  // namespace lectern::media
