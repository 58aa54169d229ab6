#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/limits.hpp"

#include <cstdint>

namespace lectern::media {

struct ExpectedClip {
    double duration = 0;  // seconds
    bool audio = true;
    bool decode_video = true;  // false if its frames are compared with the recording's anyway
};

struct VerifiedClip {
    double duration = 0;     // of what players show, seconds
    double video_start = 0;  // media time of the first frame and sample shown, seconds
    double audio_start = 0;
    std::int64_t frames = 0;  // shown
};

// Reads a finished clip and checks it: the index comes first, so that players can start early; every packet
// can be read; decoding times rise; video and audio start within 20 ms of each other; neither ends more than
// one frame (at least 40 ms) away from the expected duration; the first and the last frames and samples can
// be decoded, see decode_check.hpp. The Failure is permanent: the same cut would fail again.
Outcome<VerifiedClip> verify_clip(int fd, const ExpectedClip& expected, const MediaLimits& limits,
                                  const WorkControl& control);

}  // namespace lectern::media
