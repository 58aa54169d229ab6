#pragma once

#include "domain/topics/headline_rules.hpp"
#include "domain/topics/keyness.hpp"
#include "domain/topics/name_text.hpp"
#include "domain/topics/nouns.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace lectern::topics {

// What a speaker says to announce a subject, as a name.
struct Headline {
    std::vector<Place> places;  // its words, in the order of the talk
    std::string_view form;      // of the name, with '*' for the words
    double score = 0;           // higher is better
    std::vector<StemId> stems;  // of its content words
};

class HeadlineFinder {
public:
    // All arguments must live as long as the finder. `counts` has to be at the segment that is asked for.
    // `titles`: a first sentence without a verb counts as a headline.
    HeadlineFinder(const Words& words, const Nouns& nouns, const StemCounts& counts, bool titles = true);

    // The headlines in the opening of the segment of sentences [first, end), the best one first.
    std::vector<Headline> find(std::size_t first, std::size_t end) const;

private:
    const Words& words_;
    const Nouns& nouns_;
    const StemCounts& counts_;
    const Language& language_;
    std::optional<HeadlineTables> tables_;  // none for a language without rules
    bool titles_;
};

}  // namespace lectern::topics
