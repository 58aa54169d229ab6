#pragma once

#include "media/cut/frames/frame_reader.hpp"

namespace lectern::media {

// The frames that a clip of [start, end) shows, in their order. The first one is shown from the start on.
// That is the frame that stands there, if the next one comes later than 0.1 s after the start; else the next
// one. Throws MediaError; a permanent Failure if there is none.
class ClipFrames {
public:
    // `recording`: see FrameReader; media times.
    ClipFrames(Recording& recording, double start, double end);

    // The next frame, or null; valid until the next call.
    const AVFrame* next();
    // When the frame of the last next() is shown, from the start on, in time_base().
    std::int64_t at() const { return at_; }
    // The time of that frame as the file has it, in time_base().
    std::int64_t timestamp() const { return timestamp_; }
    AVRational time_base() const { return reader_.time_base(); }
    std::int64_t length() const { return end_ - start_; }  // in time_base()
    double seconds() const { return static_cast<double>(at_) * av_q2d(time_base()); }
    // Whether an interlaced frame was met. From then on there are two for each.
    bool interlaced() const { return reader_.interlaced(); }

private:
    FrameReader reader_;
    std::int64_t start_;
    std::int64_t end_;
    Frame stood_;
    const AVFrame* ahead_ = nullptr;
    std::int64_t at_ = -1;
    std::int64_t timestamp_ = 0;
};

}  // namespace lectern::media
