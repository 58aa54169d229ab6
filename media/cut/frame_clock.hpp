#pragma once

#include "media/cut/frame_reader.hpp"
#include "media/cut/frame_shaper.hpp"

namespace lectern::media {

// What a recording shows at rising times, for clips of a constant rate. Throws MediaError.
class FrameClock {
public:
    // `recording`: see FrameReader. `slack`: how much too late a timestamp may be, seconds.
    FrameClock(Recording& recording, double start, const FrameShaper::Target& target, double slack);

    // The shaped frame at a media time; before the first one that one, behind the last one that one.
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
