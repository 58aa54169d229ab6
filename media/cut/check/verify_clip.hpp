#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/recording.hpp"

#include <climits>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace lectern::media {

struct ExpectedClip {
    double duration = 0;  // seconds
    bool audio = true;
    // Of the frames from the last keyframe on, how many are decoded.
    int most_last_frames = INT_MAX;
    // Compares its frames, instead of only decoding some; returns what is wrong with them, if anything.
    std::function<std::optional<std::string>(Recording& clip)> compare_video = {};
};

struct VerifiedClip {
    double duration = 0;     // of what players show, seconds
    double video_start = 0;  // media time of the first frame and sample shown, seconds
    double audio_start = 0;
    std::int64_t frames = 0;  // shown
};

// Checks a finished clip. Its index comes first, so that players can start early; it places all samples
// inside the file, see clip_index.hpp; video and audio start within 20 ms of each other; neither ends more
// than one frame (at least 40 ms) away from the expected duration; the first and the last frames and samples
// can be decoded, see decode_check.hpp. The samples between them are not read. The Failure is permanent: the
// same cut would fail again.
Outcome<VerifiedClip> verify_clip(int fd, const ExpectedClip& expected, const MediaLimits& limits,
                                  const WorkControl& control);

}  // namespace lectern::media
