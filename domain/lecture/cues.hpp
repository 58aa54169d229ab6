#pragma once

#include "domain/lecture/transcript.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

// What a person can read at once: two lines of 42 characters, for at most 7 seconds.
inline constexpr std::size_t cue_line = 42;
inline constexpr double cue_seconds = 7;

struct SpokenWord {
    double start = 0;  // seconds
    double end = 0;
    std::string text;    // without spaces
    bool glued = false;  // follows the word before it without a space
    bool ends_sentence = false;
};

// The text in one or two lines, with a line feed between them; nullopt if it does not fit.
std::optional<std::string> cue_lines(std::string_view text);

// Divides words into cues. A sentence that fits is one cue; a longer one is divided at its commas and pauses.
// The words are ordered by time; so are the cues, which do not overlap. Each has a length, and none ends
// after `duration`.
std::vector<TranscriptSegment> cues_of(std::vector<SpokenWord> words, double duration);

// Divides the segments that do not fit into a cue, and gives each one a length. The others stay as they are.
std::vector<TranscriptSegment> fit_cues(const std::vector<TranscriptSegment>& segments, double duration);

// The words of a text, with times estimated from their lengths.
std::vector<SpokenWord> estimated_words(std::string_view text, double start, double end);

}  // namespace lectern
