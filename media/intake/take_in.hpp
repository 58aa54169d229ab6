#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/limits.hpp"
#include "media/av/probe.hpp"

#include <optional>

namespace lectern::media {

struct Intake {
    RecordingInfo info;
    // When the clock of the recording leaps for the first time, in seconds of what it shows; see
    // mend_clock(). Its `info.duration` is not to be believed then.
    std::optional<double> clock_leaps;
};

// Finds out, before any other work, whether a new file can be used: what it contains, whether its video and
// its audio can be decoded, whether its clock goes on from start to end. The Failure for a stream that cannot
// be decoded names its codec. Reads the whole file if its container lets clocks leap. Blocks.
Outcome<Intake> take_in(int fd, const MediaLimits& limits, const WorkControl& control);

}  // namespace lectern::media
