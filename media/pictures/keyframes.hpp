#pragma once

#include "media/av/recording.hpp"

#include <cstdint>
#include <functional>

namespace lectern::media {

// Decodes single keyframes of a recording, at most one in each `spacing` seconds: its first one there. Throws
// MediaError only if the stream has no decoder; frames that are damaged are left out.
class KeyframeDecoder {
public:
    using Sink = std::function<void(const AVFrame& frame, double seconds)>;

    // `stream`: video of the recording, which outlives this.
    KeyframeDecoder(const Recording& recording, const AVStream* stream, double spacing, Sink sink);

    void put(const AVPacket& packet);  // of the stream

private:
    const Recording& recording_;
    const AVStream* stream_;
    double spacing_;
    Sink sink_;
    CodecContext decoder_;
    Frame frame_ = make_frame();
    std::int64_t last_ = -1;  // the number of the spacing of the last keyframe
};

}  // namespace lectern::media
