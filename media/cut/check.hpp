#pragma once

#include "domain/base/control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/limits.hpp"

#include <cstdint>

namespace lectern::media {

struct ExpectedClip {
    double duration = 0;  // seconds
    bool sound = true;
};

struct CheckedClip {
    double duration = 0;       // of what players show, seconds
    double picture_start = 0;  // media time of the first picture and sample shown, seconds
    double sound_start = 0;
    std::int64_t pictures = 0;  // shown
};

// Reads a finished clip again. It passes if players can start before they have all of it, every packet can be
// read, decoding times rise, picture and sound start within 20 ms of each other, and neither ends more than
// one picture (at least 40 ms) away from the expected duration. Fails transiently otherwise: the clip is at
// fault, not the input.
Outcome<CheckedClip> check_clip(int fd, const ExpectedClip& expected, const MediaLimits& limits,
                                const Control& control);

}  // namespace lectern::media
