#pragma once

#include "domain/lecture/transcript.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::media {

// What an engine believes it heard; seconds from the start of the recording.
struct Heard {
    double start = 0;
    double end = 0;
    std::string text;
    std::optional<double> no_speech = {};        // probability that this is not speech at all
    std::optional<double> average_logprob = {};  // of its tokens
};

// One line of well-formed UTF-8 without control characters, runs of spaces, or spaces at the ends.
std::string tidy_line(std::string_view text);

// True for what stands for sounds and not for words: "", "[BLANK_AUDIO]", "(applause)", "*music*", "...".
bool is_no_speech(std::string_view text);

// Speech engines invent words where nobody speaks and fall into loops. Drops what is no speech, what the
// engine itself doubts, short texts that lie in a silence, and repetitions; moves ends of segments out of
// silences and into [0, duration]; the result is ordered. `silences` ordered. Pure.
std::vector<TranscriptSegment> keep_speech(std::vector<Heard> heard, const std::vector<Silence>& silences,
                                           double duration);

}  // namespace lectern::media
