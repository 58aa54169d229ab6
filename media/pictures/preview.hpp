#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "domain/lecture/preview.hpp"
#include "media/av/limits.hpp"

#include <functional>
#include <string_view>

namespace lectern::media {

struct PreviewRequest {
    int recording = -1;   // see open_media()
    double duration = 0;  // seconds; 0: as the file says
    double longest = 0;   // seconds that a recording may have
    // Takes the bytes of the parts, one after the other.
    std::function<void(std::string_view bytes)> write;
};

// Reads the recording once and makes its peaks, poster and sprites. Only keyframes are decoded. What cannot
// be made, because there is no sound or no frame can be decoded, is left out; fails permanently if there is
// nothing at all. Blocks.
Outcome<PreviewParts> make_preview(const PreviewRequest& request, const MediaLimits& limits,
                                   const WorkControl& control);

}  // namespace lectern::media
