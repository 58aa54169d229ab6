#include "media/cut/copy/video_track.hpp"

#include <algorithm>

namespace lectern::media {

void VideoTrack::put(AVPacket* packet) {
    if (waiting_) write_waiting(packet->dts);
    waiting_ = make_packet();
    av_packet_move_ref(waiting_.get(), packet);
}

void VideoTrack::finish() {
    if (waiting_) write_waiting(end_);
}

void VideoTrack::write_waiting(std::int64_t until) {
    const Packet packet = std::move(waiting_);
    packet->duration = std::max<std::int64_t>(until - packet->dts, 1);
    writer_.write(packet.get(), track_, unit_);
}

}  // namespace lectern::media
