#pragma once

#include "media/av/recording.hpp"

namespace lectern::media {

// Decodes the frames of a recording from a media time on, in the order in which they are shown. Throws
// MediaError.
class FrameReader {
public:
    // `recording` has video and outlives this. Begins with the last frame at or before `start` (media time),
    // or with the first frame of all.
    FrameReader(Recording& recording, double start);

    // The next frame, or null at the end; valid until the next call.
    const AVFrame* next();
    // The time of a frame: media time in seconds, and the timestamp in the file.
    double seconds(const AVFrame* frame) const;
    std::int64_t timestamp(const AVFrame* frame) const { return frame->best_effort_timestamp; }

private:
    void go_before(double start);
    void restart();
    bool decode(AVFrame* into);

    Recording& recording_;
    CodecContext decoder_;
    Packet packet_ = make_packet();
    Frame current_ = make_frame();
    Frame ahead_ = make_frame();
    bool has_current_ = false;
    bool has_ahead_ = false;
    bool draining_ = false;
    bool damaged_ = false;  // since the last restart
    std::int64_t last_ = INT64_MIN;
};

}  // namespace lectern::media
