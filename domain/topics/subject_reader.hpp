#pragma once

#include "domain/topics/headline_rules.hpp"
#include "domain/topics/keyness.hpp"
#include "domain/topics/name_text.hpp"
#include "domain/topics/nouns.hpp"
#include "domain/topics/opening_text.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace lectern::topics {

// What a headline is about: words [begin, end) of an opening.
struct Subject {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string_view form;  // of the name, with '*' for the words
    SubjectKind kind = SubjectKind::phrase;
};

// Finds a subject among the words behind a rule: without fillers, up to the end of its clause.
class SubjectReader {
public:
    // All arguments must live as long as the reader. `syllables`: spaces stand between syllables, not between
    // words.
    SubjectReader(const Opening& opening, const HeadlineTables& tables, const Words& words,
                  const Nouns& nouns, const StemCounts& counts, bool syllables);

    // None if nothing is left that can be a name.
    std::optional<Subject> read(const RuleMatch& match) const;
    // One of the first sentences can be a title as it is: "The pipeline function."
    std::optional<Subject> title_sentence(std::size_t begin) const;
    // How good a name it is, from 0 to about 4. `weight` is the rule's, and its pattern begins at `first`.
    double score(const Subject& subject, double weight, std::size_t first) const;
    // Of its content words.
    std::vector<StemId> stems(const Subject& subject) const;
    std::vector<Place> places(const Subject& subject) const;
    // How many sentences end before the word. A very short one does not count: "Good morning."
    std::size_t sentence_of(std::size_t at) const;

private:
    std::size_t size() const { return opening_.elements.size(); }
    Vocabulary::Id id(std::size_t at) const { return opening_.text.ids[at]; }
    const Word& word(std::size_t at) const;
    // "how to ...", "what is ..." at the beginning of the subject.
    void enter_clause(Subject& subject) const;
    void drop_leads(Subject& subject) const;
    // "a method called simulated annealing": the name alone.
    void enter_naming(Subject& subject) const;
    // Where the clause that begins with the subject ends.
    std::size_t clause_end(const Subject& subject) const;
    void drop_tails(Subject& subject) const;
    void shorten(Subject& subject) const;
    // Whether one of the words is a verb, or may be one: "The glacier carves a valley", "Plants absorb
    // light".
    bool has_verb_form(const Subject& subject) const;
    bool is_clear_noun(const Word& word) const;
    static bool has_ending(const Word& word, const std::vector<std::string_view>& endings);
    bool is_sound(const Subject& subject, bool title = false) const;
    // Whether the speaker comes to it later, or has been there before.
    bool is_put_off(std::size_t first, std::size_t end) const;
    bool has_verb(const Subject& subject) const;
    // How much the word belongs to the segment, 0..1.
    double strength(StemId stem) const;
    // Whether the sentence says before the rule that something new comes.
    bool announces(std::size_t first) const;

    const Opening& opening_;
    const HeadlineTables& tables_;
    const Words& words_;
    const Nouns& nouns_;
    const StemCounts& counts_;
    std::size_t longest_;
};

// Only the first sentences of a segment can be a title; some rules apply only to them.
inline constexpr std::size_t title_sentences = 3;

}  // namespace lectern::topics
