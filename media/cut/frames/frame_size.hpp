#pragma once

namespace lectern::media {

struct FrameSize {
    int width = 0;  // pixels
    int height = 0;

    bool operator==(const FrameSize&) const = default;
};

// The largest frames that styled clips keep: 1080p, also upright.
bool is_within_full_hd(const FrameSize& size);

// The size in which a video is shown, in square pixels; even, and made smaller until it is within 1080p.
// `coded`: its frames as they are decoded; `aspect`: width of one pixel by its height, 0 if it is not
// known; `lying`: see Orientation.
FrameSize shown_size(const FrameSize& coded, double aspect, bool lying);

// A part of a frame, in pixels.
struct Area {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

// Where a video of this shape (width / height) stands in a box that shows all of it, with bars.
Area area_in_box(double aspect, int width, int height);

}  // namespace lectern::media
