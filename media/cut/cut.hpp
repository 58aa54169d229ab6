#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/limits.hpp"
#include "media/cut/cut_method.hpp"
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
    CutMethod method = CutMethod::encoded;
    // Why the video was not copied from an IDR frame on, for the log; empty if it was, or was not to be:
    // clips of CutMode::fast, and styled ones with frames of a fixed size.
    std::string why_not_smart;
    // It could be copied so, but the clip did not pass its check, and all of it was encoded. A fault of
    // Lectern or a damaged recording.
    bool smart_check_failed = false;
};

// Cuts one clip into `output_fd` as MP4 with its index first, then reads and checks the clip: see
// verify_clip() and, for smart cuts, SeamCheck. If the video cannot be copied or the clip
// does not pass, all of it is encoded again. Until it returns, nobody else may read the file. The caller
// syncs and publishes the file, or deletes it after a failure. Blocks for long: not for io threads.
Outcome<CutReport> cut(const CutRequest& request, const MediaLimits& limits, const WorkControl& control);

}  // namespace lectern::media
