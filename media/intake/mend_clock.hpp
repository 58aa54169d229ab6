#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/file_io.hpp"
#include "media/av/limits.hpp"

namespace lectern::media {

// Copies a recording whose clock leaps into an MP4 in which time goes on. `output_fd`: empty, readable and
// writable; `grow`: see JoinRequest. Fails permanently if an MP4 cannot hold it. Blocks.
Outcome<> mend_clock(int source_fd, int output_fd, const Growth& grow, const MediaLimits& limits,
                     const WorkControl& control);

}  // namespace lectern::media
