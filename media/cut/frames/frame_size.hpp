#pragma once

#include "media/av/handles.hpp"
#include "media/cut/style.hpp"

namespace lectern::media {

// The largest frames that styled clips keep: 1080p, also upright.
bool is_within_full_hd(const FrameSize& size);

// The size in which a video is shown, in square pixels; even, and made smaller until it is within 1080p.
// `coded`: its frames as they are decoded; `aspect`: of one pixel, 0 if it is not known; `lying`: see
// Orientation.
FrameSize shown_size(const FrameSize& coded, AVRational aspect, bool lying);

// A part of a frame, in pixels.
struct FrameArea {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

// Where a video of this shown size is in a frame: all of the frame, or what bars leave.
FrameArea area_in(const FrameSize& shown, const FrameSize& frame, Fit fit);

}  // namespace lectern::media
