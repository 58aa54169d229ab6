#pragma once

#include "domain/topics/words.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lectern::topics {

// A run of words that could name something: begins and ends with content words, at most four words long.
struct Phrase {
    struct Place {
        std::uint32_t sentence = 0;
        std::uint32_t word = 0;  // of its first word
    };
    std::vector<StemId> stems;
    std::vector<Place> places;  // in order of the talk
};

// All phrases of the talk, in order of their first place.
std::vector<Phrase> find_phrases(const Words& words);

// The phrase as a title, in the form that was said most often: "conservation of energy" -> "Conservation of
// Energy". Words with capitals inside ("GraphPlan", "DNA") keep them.
std::string title_of(const Phrase& phrase, const Words& words);

}  // namespace lectern::topics
