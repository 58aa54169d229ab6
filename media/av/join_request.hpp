#pragma once

#include "media/av/file_io.hpp"
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

}  // namespace lectern::media
