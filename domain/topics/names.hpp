#pragma once

#include "domain/topics/words.hpp"

#include <string>
#include <vector>

namespace lectern::topics {

// How a name was found.
enum class NameOrigin {
    headline,  // the speaker announces the subject so
    phrase,    // a noun phrase that is said there far more often than elsewhere
    number,    // nothing better: "Part 3"
};

struct Name {
    std::string text;  // 1..200 bytes
    NameOrigin origin = NameOrigin::number;
    std::size_t sentence = 0;  // the one that the name comes from; of a numbered part the first one
};

// A name for each segment; no two are the same. `firsts`: the index of the first sentence of each segment,
// ascending, beginning with 0.
std::vector<Name> name_segments(const Words& words, const std::vector<std::size_t>& firsts);

}  // namespace lectern::topics
