#pragma once

#include "media/speech/base/heard.hpp"

#include <string>
#include <vector>

namespace lectern::media {

// A token of the model, with its time in seconds. A leading space begins a new word.
struct SpokenToken {
    double start = 0;
    double end = 0;
    std::string text;
};

// Splits a segment at the ends of its sentences; each gets the time of its own words. `whole` gives the outer
// times and the probabilities. Pure.
std::vector<Heard> split_sentences(const Heard& whole, const std::vector<SpokenToken>& tokens);

// Whether the text ends with the end of a sentence: "end." yes; "Dr.", "J.", "3." no.
bool ends_sentence(std::string_view text);

}  // namespace lectern::media
