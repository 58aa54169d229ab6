#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/output/join_request.hpp"

namespace lectern::media {

// Copies the packets of streams into one MP4 with its index first. Times begin at zero and continue from part
// to part. Returns the length of what it shows, seconds. Fails permanently for what an MP4 cannot hold (other
// codecs, audio whose form changes, protected streams), and with the Failure of `grow`. Blocks.
Outcome<double> join(const JoinRequest& request, const WorkControl& control);

}  // namespace lectern::media
