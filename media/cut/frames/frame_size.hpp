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

}  // namespace lectern::media
