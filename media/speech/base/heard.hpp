#pragma once

#include <optional>
#include <string>
#include <vector>

namespace lectern::media {

// A token of the model, with its time in seconds. A leading space begins a new word.
struct SpokenToken {
    double start = 0;
    double end = 0;
    std::string text;
};

// A segment as an engine reports it; seconds from the start of the recording.
struct Heard {
    double start = 0;
    double end = 0;
    std::string text;
    std::optional<double> no_speech = {};        // probability that this is not speech at all
    std::optional<double> average_logprob = {};  // of its tokens
    std::vector<SpokenToken> tokens = {};        // of the text, if the engine tells them
};

}  // namespace lectern::media
