#pragma once

#include "media/speech/base/heard.hpp"

#include <string>
#include <vector>

namespace lectern::media {

// A part of a word as the model wrote it, a leading space beginning a new word; seconds.
struct SpokenToken {
    double start = 0;
    double end = 0;
    std::string text;
};

// Cuts what was heard in one go at the ends of sentences, each with the time of its own words. `whole` gives
// the outer times and the doubts. Pure.
std::vector<Heard> split_sentences(const Heard& whole, const std::vector<SpokenToken>& tokens);

// Whether a text that ends here ends a sentence: "end." yes; "Dr.", "J.", "3." no.
bool ends_sentence(std::string_view text);

}  // namespace lectern::media
