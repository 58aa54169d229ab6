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

}  // namespace lectern::media
