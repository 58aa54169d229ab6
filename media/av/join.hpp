#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/io.hpp"
#include "media/av/limits.hpp"

#include <vector>

namespace lectern::media {

// A container of its own inside a file that holds many, and what is taken from it.
struct JoinRun {
    FileWindow bytes;
    bool video = true;
    bool audio = true;
    double zero = 0;  // seconds by its clock at which its part begins
};

struct JoinRequest {
    int source_fd = -1;  // see open_media()
    int output_fd = -1;  // see Mp4Writer
    Growth grow;         // of the output; may be empty
    // One after the other; the runs of a part play together and share its clock.
    std::vector<std::vector<JoinRun>> parts;
    double seconds = 0;  // about how long the result is, for the progress
    MediaLimits limits;
};

// Copies the packets of streams into one MP4, index first: its times begin at zero and go on from part to
// part. The length of what it shows, seconds. Fails permanently for what an MP4 cannot hold: other kinds of
// codecs, audio that changes its form on the way, protected streams; and with what `grow` says. Blocks.
Outcome<double> join(const JoinRequest& request, const WorkControl& control);

}  // namespace lectern::media
