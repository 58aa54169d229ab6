#pragma once

#include "media/av/handles.hpp"

#include <string>

namespace lectern::media {

// What the numbers of a frame mean.
struct FrameColours {
    AVColorSpace matrix = AVCOL_SPC_BT709;
    AVColorPrimaries primaries = AVCOL_PRI_BT709;
    AVColorTransferCharacteristic transfer = AVCOL_TRC_BT709;
    bool full_range = false;

    bool operator==(const FrameColours&) const = default;
    bool high_range() const {  // HDR: brighter than any display of normal range
        return transfer == AVCOL_TRC_SMPTE2084 || transfer == AVCOL_TRC_ARIB_STD_B67;
    }
    bool wide_gamut() const { return primaries == AVCOL_PRI_BT2020; }
    // Those of SD and HD television. Texts are drawn in these only.
    bool usual() const;
};

// The colours of a frame. What it does not say is taken as players do: BT.709 for HD, BT.601 below it.
FrameColours colours_of(const AVFrame& frame);
// What the headers of a video say of its frames.
FrameColours colours_of(const AVCodecParameters& codec);

// The colours that a clip gets which keeps those of a recording: H.264 in 4:2:0 has no RGB, and browsers show
// no HDR as it should be.
FrameColours colours_to_keep(const FrameColours& from);

// Filters that convert frames from one to the other; they end in yuv420p. `scale`: options
// of the filter "scale" ("1280:720:flags=bicubic"), "" to keep the size.
std::string conversion(const FrameColours& from, const FrameColours& to, const std::string& scale);

}  // namespace lectern::media
