#pragma once

#include "media/av/recording.hpp"

namespace lectern::media {

// The rate for a clip with a constant frame rate of [start, end), media time: that of the recording, 10 to 60
// frames a second. If its rate varies, that of its densest second, so that no animation loses frames; for a
// shorter clip, that of the densest second around it.
// Interlaced recordings have two frames for each of theirs. Reads `recording`. Throws MediaError.
AVRational steady_rate(Recording& recording, double start, double end);

}  // namespace lectern::media
