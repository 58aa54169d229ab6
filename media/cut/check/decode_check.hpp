#pragma once

#include "media/av/recording.hpp"

#include <optional>
#include <string>

namespace lectern::media {

// Decodes the first frames of a clip and those from its last keyframe on, at most `most_last` of them, and
// the first and the last second of its audio. `first` and `last`: timestamps of the frames that players show
// first and last. Returns what is wrong, if anything: an error of a decoder, a missing frame, or one of
// another size than the clip says. Throws MediaError if the clip cannot be read. Changes the place that the
// clip is read from.
std::optional<std::string> fault_in_video(Recording& clip, std::int64_t first, std::int64_t last,
                                          int most_last);
std::optional<std::string> fault_in_audio(Recording& clip, double duration);

}  // namespace lectern::media
