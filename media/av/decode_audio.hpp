#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/audio_format.hpp"
#include "media/av/limits.hpp"

#include <functional>
#include <span>

namespace lectern::media {

// Decodes the main audio of a recording as interleaved float samples, -1..1, in chunks of well below a
// second. The first sample delivered is the one at `format.start`; holes in the recording are filled with
// silence, so the index of a sample is its media time. `sink` is called on this thread; what it throws passes
// through. Fails permanently when there is no audio or nothing of it can be decoded. Ends early once stop is
// requested.
Outcome<> decode_audio(int fd, const AudioFormat& format,
                       const std::function<void(std::span<const float>)>& sink, const MediaLimits& limits,
                       const WorkControl& control);

}  // namespace lectern::media
