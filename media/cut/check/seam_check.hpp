#pragma once

#include "media/av/recording.hpp"

#include <optional>
#include <string>

namespace lectern::media {

// Where a clip holds packets of its recording; seconds of the clip.
struct CopiedVideo {
    double seam = 0;           // from here on; 0 if no frame was encoded
    double next_keyframe = 0;  // the one after the seam; the end of the clip if there is none
    double last_keyframe = 0;  // from which the end of the clip is decoded; at least `seam`
};

// Compares the frames of a clip of [start, end) of a recording (media times) with the recording's own: those
// from its beginning to the next keyframe after the seam, and those from the last keyframe on. Each frame of
// the recording must be there once, at its time: encoded ones with at least 40 dB, copied ones identical.
// Returns what is wrong, if anything. Throws MediaError if one of them cannot be read.
std::optional<std::string> fault_at_seam(Recording& clip, Recording& recording, double start, double end,
                                         const CopiedVideo& copied);

}  // namespace lectern::media
