#pragma once

#include <optional>
#include <string>

namespace lectern::media {

// A segment as an engine reports it; seconds from the start of the recording.
struct Heard {
    double start = 0;
    double end = 0;
    std::string text;
    std::optional<double> no_speech = {};        // probability that this is not speech at all
    std::optional<double> average_logprob = {};  // of its tokens
};

}  // namespace lectern::media
