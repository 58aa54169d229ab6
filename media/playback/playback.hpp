#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "domain/lecture/playback.hpp"
#include "media/av/limits.hpp"

namespace lectern::media {

// How browsers get on with a recording that has video. Blocks; reads the headers only. `fd`: see
// open_media(). Fails permanently for what is not a recording with video.
Outcome<Playback> playback_of(int fd, const MediaLimits& limits, const WorkControl& control);

}  // namespace lectern::media
