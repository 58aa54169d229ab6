#pragma once

#include "domain/topics/name_text.hpp"
#include "domain/topics/nouns.hpp"
#include "domain/topics/words.hpp"

#include <vector>

namespace lectern::topics {

// A few words in a row that could be a name. The first and the last one are content words, and the last one
// is a noun. What a hyphen joins is not divided.
struct Phrase {
    std::vector<StemId> stems;
    std::vector<Place> places;  // of its first word, in the order of the talk
    std::size_t content = 0;    // how many of its words are content words
};

// All phrases of the talk, in the order of their first places.
std::vector<Phrase> find_phrases(const Words& words, const Nouns& nouns);

// The phrase as a name, in the form that was said most often.
std::string name_of(const Phrase& phrase, const NameWriter& writer);

}  // namespace lectern::topics
