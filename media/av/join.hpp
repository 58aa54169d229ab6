#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/join_request.hpp"

namespace lectern::media {

// Copies the packets of streams into one MP4, index first: its times begin at zero and go on from part to
// part. The length of what it shows, seconds. Fails permanently for what an MP4 cannot hold: other kinds of
// codecs, audio that changes its form on the way, protected streams; and with what `grow` says. Blocks.
Outcome<double> join(const JoinRequest& request, const WorkControl& control);

}  // namespace lectern::media
