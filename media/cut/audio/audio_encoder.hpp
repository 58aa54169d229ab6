#pragma once

#include "media/av/handles.hpp"

#include <functional>
#include <span>
#include <vector>

namespace lectern::media {

struct ClipAudioFormat {
    int rate = 48'000;
    int channels = 2;
};

// The format that a clip gets whose audio should stay near that of the recording.
ClipAudioFormat audio_format_like(const AVStream& stream);

// Encodes samples as AAC. Throws MediaError.
class AudioEncoder {
public:
    // Takes the content of a packet; its times are in time_base(), and 0 is the first sample.
    using Sink = std::function<void(AVPacket*)>;

    AudioEncoder(const ClipAudioFormat& format, Sink sink);

    const AVCodecContext* context() const { return codec_.get(); }
    AVRational time_base() const { return codec_->time_base; }
    std::int64_t samples() const { return put_; }  // put so far, per channel

    // Interleaved float samples; each call continues where the last one ended.
    void put(std::span<const float> samples);
    void finish();

private:
    void send(bool all);
    void drain();

    CodecContext codec_;
    Sink sink_;
    Packet packet_ = make_packet();
    std::vector<float> waiting_;
    std::int64_t put_ = 0;
    std::int64_t sent_ = 0;
};

}  // namespace lectern::media
