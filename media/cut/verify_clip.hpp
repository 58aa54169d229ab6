#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/limits.hpp"

#include <cstdint>

namespace lectern::media {

struct ExpectedClip {
    double duration = 0;  // seconds
    bool audio = true;
};

struct VerifiedClip {
    double duration = 0;     // of what players show, seconds
    double video_start = 0;  // media time of the first frame and sample shown, seconds
    double audio_start = 0;
    std::int64_t frames = 0;  // shown
};

// Reads a finished clip again. It passes if players can start before they have all of it, every packet can be
// read, decoding times rise, video and audio start within 20 ms of each other, and neither ends more than
// one frame (at least 40 ms) away from the expected duration. Fails transiently otherwise: the clip is at
// fault, not the input.
Outcome<VerifiedClip> verify_clip(int fd, const ExpectedClip& expected, const MediaLimits& limits,
                                  const WorkControl& control);

}  // namespace lectern::media
