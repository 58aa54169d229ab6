#pragma once

#include "domain/topics/languages/language.hpp"
#include "domain/topics/phrases.hpp"

#include <string_view>
#include <unordered_set>
#include <vector>

namespace lectern::topics {

// Stop words of one language: function words ("the", "of") and fillers of spoken language ("well").
class StopWords {
public:
    explicit StopWords(const Language& language);

    bool exist() const { return !words_.empty(); }  // false for a language without a list
    // `folded`: a word in lower case, with a plain apostrophe.
    bool contains(std::string_view folded) const { return words_.contains(folded); }
    // Which of the words (folded) stand in a phrase that tells as little as a stop word.
    std::vector<bool> in_phrases(const std::vector<std::string_view>& words) const;

private:
    std::unordered_set<std::string_view> words_;
    Vocabulary vocabulary_;
    PhraseSet phrases_;
};

}  // namespace lectern::topics
