#pragma once

#include "media/cut/frame_shaper.hpp"
#include "media/cut/frames/frame_reader.hpp"

namespace lectern::media {

// The frame that a recording shows at a time, for clips with a constant frame rate. Throws MediaError.
class FrameClock {
public:
    // `recording`: see FrameReader. `slack`: a timestamp may be so much too late, seconds.
    FrameClock(Recording& recording, double start, const FrameShaper::Target& target, double slack);

    // The shaped frame at a media time; times must rise. Before the first frame the first one, after the last
    // frame the last one.
    const AVFrame* at(double seconds);

private:
    bool look_ahead();

    FrameReader reader_;
    FrameShaper shaper_;
    double slack_;
    Frame shaped_;
    Frame ahead_;
    double ahead_at_ = 0;
};

}  // namespace lectern::media
