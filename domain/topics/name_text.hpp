#pragma once

#include "domain/topics/languages/language.hpp"
#include "domain/topics/words.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>

namespace lectern::topics {

// The place of a word in a talk.
struct Place {
    std::uint32_t sentence = 0;
    std::uint32_t word = 0;
};

// Writes words of a talk as names, in the manner of its language: "Conservation of Energy", but "Chính sách
// tiền tệ".
class NameWriter {
public:
    // `words` must live as long as the writer.
    explicit NameWriter(const Words& words);

    // Hyphens and apostrophes between two words stay; other marks become a space. A word that has capitals
    // after its first letter ("GraphPlan", "DNA") stays as it is. `form`: the name with '*' for these words.
    std::string write(std::span<const Place> places, std::string_view form = "*") const;

private:
    const Word& at(Place place) const { return words_.sentences[place.sentence][place.word]; }
    std::string between(const Word& before, const Word& word) const;
    std::string written(const Word& word, bool first) const;

    const Words& words_;
    const Language& language_;
    std::unordered_set<std::string_view> small_words_;
    std::unordered_set<std::string_view> clitics_;
    std::unordered_set<std::string_view>
        proper_;  // folded words that are written with a capital inside sentences
};

}  // namespace lectern::topics
