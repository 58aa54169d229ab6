#pragma once

#include "domain/topics/headline_rules.hpp"
#include "domain/topics/name_text.hpp"
#include "domain/topics/words.hpp"

#include <vector>

namespace lectern::topics {

// The first words of a segment, as headlines are looked for in them. A contraction that the transcript wrote
// in two words ("let s") is one element.
struct Opening {
    struct Element {
        Place first;
        std::uint32_t words = 1;
        bool ends_clause = false;  // a comma or another mark follows
        bool ends_start = false;   // a dash follows: "So, buffers -- they keep the pH constant."
        bool content = false;
    };
    OpeningText text;
    std::vector<Element> elements;
};

// Of the sentences [first, end) of the talk.
Opening opening_of(const Words& words, std::size_t first, std::size_t end, const HeadlineTables& tables);

}  // namespace lectern::topics
