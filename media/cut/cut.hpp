#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/limits.hpp"
#include "media/cut/style.hpp"

#include <cstdint>
#include <string>

namespace lectern::media {

enum class CutMode {
    styled,  // one look for all clips: frame size, title, name, loudness; encoded anew
    exact,   // the recording as it is, first and last frame exact; encoded anew
    fast,  // the recording's own packets, from the keyframe on; players start at the exact place by the edit
           // list
};

struct CutRequest {
    int source_fd = -1;  // regular file, readable; not owned
    int output_fd = -1;  // empty regular file, opened for reading and writing; not owned
    double start = 0;    // media time, seconds: 0 <= start < end <= duration
    double end = 0;
    CutMode mode = CutMode::styled;
    StyleOptions style;       // for CutMode::styled
    int encoder_threads = 0;  // 1..16; 0: one less than the machine has, at least one
};

struct CutReport {
    double duration = 0;     // of the clip with its title or intro, seconds
    std::int64_t bytes = 0;  // of the file
    std::int64_t frames = 0;
    bool has_audio = false;
};

// Cuts one clip into `output_fd` as MP4 with its index first. Everything that comes back as success has been
// read again and checked: see verify_clip(). Nobody else may read the file before; the caller syncs and
// publishes it, or deletes it after a failure. Blocks for long: keep it off io threads.
Outcome<CutReport> cut(const CutRequest& request, const MediaLimits& limits, const WorkControl& control);

}  // namespace lectern::media
