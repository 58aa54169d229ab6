#pragma once

#include "media/av/file_io.hpp"
#include "media/av/limits.hpp"

#include <vector>

namespace lectern::media {

// One container inside a file that holds many, and which of its tracks to take.
struct JoinRun {
    FileWindow bytes;
    bool video = true;
    bool audio = true;
    double zero = 0;  // seconds by its own clock when the clock of its part is 0
};

struct JoinRequest {
    int source_fd = -1;  // see open_media()
    int output_fd = -1;  // see Mp4Writer
    Growth grow;         // of the output; may be empty
    // The parts follow each other. The runs of a part play at the same time and share its clock.
    std::vector<std::vector<JoinRun>> parts;
    double seconds = 0;  // about how long the result is, for the progress
    MediaLimits limits;
};

}  // namespace lectern::media
