#pragma once

#include "domain/topics/words.hpp"

#include <string>
#include <unordered_set>

namespace lectern::topics {

// Tells nouns from other words, by their endings, by a list of frequent words, and by how the talk uses them:
// "the solver is" speaks for a noun, "we solve" against it. A rough judgement: an adjective with a rare
// ending that the talk never uses as one counts as a noun. For a language without tables every content word
// counts as a noun.
class Nouns {
public:
    explicit Nouns(const Words& words);

    bool contains(const Word& word) const {
        return word.content && (!tables_ || nouns_.contains(word.folded));
    }
    // Whether a name has to end in a noun: only in a language with tables.
    bool matter() const { return tables_; }
    // Whether the talk uses the word as a noun right behind an article or the like, or as a proper name.
    bool is_confirmed(const Word& word) const { return confirmed_.contains(word.folded); }

private:
    bool tables_ = false;
    std::unordered_set<std::string> nouns_;  // folded words of the talk
    std::unordered_set<std::string> confirmed_;
};

}  // namespace lectern::topics
