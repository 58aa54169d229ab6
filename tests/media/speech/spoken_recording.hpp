#pragma once

#include "domain/base/unique_fd.hpp"

#include <string>
#include <vector>

namespace lectern::media {

// Human speech: passages of a novel read aloud, from Debian's pocketsphinx-testdata. 16 kHz mono samples.
// Throws with the package's name if it is not installed.
std::vector<float> spoken_passage(const std::string& name);
// What is said there: lower case, no punctuation.
std::string passage_text(const std::string& name);
extern const std::vector<std::string> passages;

// A WAV file in memory, open for reading.
UniqueFd recording_of(const std::vector<float>& samples);

// Words that must be changed, added or dropped to get from what was said to what was heard, as a share of
// what was said.
double word_error_rate(const std::string& said, const std::string& heard);

}  // namespace lectern::media
