#pragma once

#include "domain/topics/words.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lectern::topics {

// At most four words in a row that could be a name. The first and the last one are content words.
struct Phrase {
    struct Place {
        std::uint32_t sentence = 0;
        std::uint32_t word = 0;  // of its first word
    };
    std::vector<StemId> stems;
    std::vector<Place> places;  // in the order of the talk
};

// All phrases of the talk, in the order of their first places.
std::vector<Phrase> find_phrases(const Words& words);

// The phrase as a title, in the form that was said most often: "conservation of energy" becomes "Conservation
// of Energy". A word that has capitals after its first letter ("GraphPlan", "DNA") stays as it is.
std::string title_of(const Phrase& phrase, const Words& words);

}  // namespace lectern::topics
