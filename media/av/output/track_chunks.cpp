#include "media/av/output/track_chunks.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {

namespace {

constexpr double chunk = 0.5;     // seconds
constexpr double most_wait = 10;  // seconds
constexpr std::size_t most_bytes = std::size_t{64} << 20;

// The packet itself counts too: there may be many empty ones.
std::size_t bytes_of(const AVPacket& packet) {
    return sizeof(packet) + static_cast<std::size_t>(std::max(packet.size, 0));
}

}  // namespace

void TrackChunks::put(AVPacket* packet) {
    Packet taken = make_packet();
    av_packet_move_ref(taken.get(), packet);
    bytes_ += bytes_of(*taken);
    tracks_[static_cast<std::size_t>(taken->stream_index)].packets.push_back(std::move(taken));
    while (has_to_write())
        write_chunk();
}

void TrackChunks::finish() {
    while (write_chunk()) {
    }
}

bool TrackChunks::has_to_write() const {
    const auto is_complete = [](const Track& track) { return track.waiting() >= chunk; };
    const auto waits_long = [](const Track& track) { return track.waiting() > most_wait; };
    return std::ranges::all_of(tracks_, is_complete) || std::ranges::any_of(tracks_, waits_long) ||
           bytes_ > most_bytes;
}

bool TrackChunks::write_chunk() {
    const auto begin = [](const Track& track) {
        return track.packets.empty() ? HUGE_VAL : track.seconds(track.packets.front());
    };
    const auto first = std::ranges::min_element(tracks_, {}, begin);
    if (first == tracks_.end() || first->packets.empty()) return false;
    const double end = begin(*first) + chunk;
    do {
        const Packet packet = std::move(first->packets.front());
        first->packets.pop_front();
        bytes_ -= bytes_of(*packet);
        write_(packet.get());
    } while (begin(*first) < end);
    return true;
}

}  // namespace lectern::media
