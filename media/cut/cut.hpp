#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/limits.hpp"
#include "media/cut/cut_request.hpp"

#include <cstdint>
#include <string>

namespace lectern::media {

struct CutReport {
    // Media time where the clip begins in the recording, after its title or intro. Fast clips begin with a
    // keyframe, so this may lie before the start that was asked for.
    double start = 0;
    double duration = 0;     // of the clip with its title or intro, seconds
    std::int64_t bytes = 0;  // of the file
    std::int64_t frames = 0;
    bool has_audio = false;
};

// Cuts one clip into `output_fd` as MP4 with its index first, then reads and checks the clip: see
// verify_clip(). If a fast cut is not possible or its clip does not pass, the recording is encoded again.
// Until it returns, nobody else may read the file. The caller syncs and publishes the file, or deletes it
// after a failure. Blocks for long: not for io threads.
Outcome<CutReport> cut(const CutRequest& request, const MediaLimits& limits, const WorkControl& control);

}  // namespace lectern::media
