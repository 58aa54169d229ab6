#pragma once

#include "media/av/handles.hpp"

namespace lectern::media {

// How the frames of a stream are shown: first mirrored (left becomes right), then turned.
struct Orientation {
    int turn = 0;  // degrees clockwise: 0, 90, 180 or 270 (phones)
    bool mirrored = false;

    bool lying() const { return turn == 90 || turn == 270; }  // width and height change places
};
Orientation video_orientation(const AVStream& stream);

// Makes players rotate the stream `to` as they rotate `from`.
void keep_rotation(const AVStream& from, AVStream& to);

}  // namespace lectern::media
