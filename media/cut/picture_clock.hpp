#pragma once

#include "media/cut/picture_reader.hpp"
#include "media/cut/picture_shaper.hpp"

namespace lectern::media {

// What a recording shows at rising times, for clips of a constant rate. Throws MediaError.
class PictureClock {
public:
    // `recording`: see PictureReader. `slack`: how much too late a timestamp may be, seconds.
    PictureClock(Recording& recording, double start, const PictureShaper::Target& target, double slack);

    // The shaped picture at a media time; before the first one that one, behind the last one that one.
    const AVFrame* at(double seconds);

private:
    bool look_ahead();

    PictureReader reader_;
    PictureShaper shaper_;
    double slack_;
    Frame shaped_;
    Frame ahead_;
    double ahead_at_ = 0;
};

}  // namespace lectern::media
