#include "media/pictures/keyframes.hpp"

#include "media/av/error.hpp"

#include <algorithm>

namespace lectern::media {
namespace {

constexpr double latest = 1e7;  // seconds; later times are damaged

}  // namespace

KeyframeDecoder::KeyframeDecoder(const Recording& recording, const AVStream* stream, double spacing,
                                 Sink sink)
    : recording_(recording),
      stream_(stream),
      spacing_(spacing),
      sink_(std::move(sink)),
      decoder_(recording.decoder(stream)) {
    // A frame that needs no other one may still be marked: the decoder has seen none before it.
    decoder_->flags |= AV_CODEC_FLAG_OUTPUT_CORRUPT;
}

void KeyframeDecoder::put(const AVPacket& packet) {
    const std::int64_t time = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
    if ((packet.flags & AV_PKT_FLAG_KEY) == 0 || time == AV_NOPTS_VALUE) return;
    const double seconds = std::max(0.0, recording_.to_seconds(stream_, time));
    if (seconds > latest) return;
    const auto place = static_cast<std::int64_t>(seconds / spacing_);
    if (place <= last_) return;

    // Each keyframe by itself: the frames between them are not decoded.
    avcodec_flush_buffers(decoder_.get());
    if (avcodec_send_packet(decoder_.get(), &packet) < 0) return;
    avcodec_send_packet(decoder_.get(), nullptr);
    av_frame_unref(frame_.get());
    if (avcodec_receive_frame(decoder_.get(), frame_.get()) < 0) return;
    last_ = place;
    sink_(*frame_, seconds);
}

}  // namespace lectern::media
