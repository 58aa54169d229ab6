#pragma once

#include "media/av/handles.hpp"
#include "media/cut/smart/h264_sets.hpp"

#include <functional>

namespace lectern::media {

struct SeamFormat {
    AVRational time_base{1, 90'000};
    AVRational fps{25, 1};    // about
    AVRational aspect{0, 1};  // of one pixel
    int profile = 100;        // of the recording: 66, 77 or 100
    int sets_id = 1;          // of the SPS and the PPS, 0..31
    int threads = 1;
    double keyframe_seconds = 4;
};

// Encodes the frames before the packets of a recording that follow in the same track: H.264 without frames
// out of order, hardly to be told from the recording. Throws MediaError.
class SeamEncoder {
public:
    // Takes a packet of units with lengths of 4 bytes and without parameter sets. Its pts is that of the
    // frame; packets come in the order of their frames.
    using Sink = std::function<void(AVPacket*)>;

    // `like`: a frame of 4:2:0, 8 bits; all frames have its size and colours.
    SeamEncoder(const SeamFormat& format, const AVFrame& like, Sink sink);

    const ParameterSets& sets() const { return sets_; }
    // `at`: in SeamFormat::time_base, rising. The frame is read, not kept.
    void put(const AVFrame* frame, std::int64_t at);
    void finish();

private:
    void drain();

    CodecContext codec_;
    ParameterSets sets_;
    Sink sink_;
    Packet packet_ = make_packet();
};

}  // namespace lectern::media
