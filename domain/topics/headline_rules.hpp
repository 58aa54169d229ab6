#pragma once

#include "domain/topics/languages/language.hpp"
#include "domain/topics/phrases.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace lectern::topics {

// The text in which headlines are looked for: one element for each word.
struct OpeningText {
    std::vector<Vocabulary::Id> ids;
    std::vector<bool> begins_sentence;
    std::vector<bool> ends_sentence;
    std::vector<bool> is_asked;  // a question mark follows

    std::size_t size() const { return ids.size(); }
};

// A rule that fits, with its subject: words [begin, end). Where `end` is not given by the rule, it is the end
// of the text.
struct RuleMatch {
    const HeadlineRule* rule = nullptr;
    std::size_t first = 0;  // of the pattern
    std::size_t begin = 0;
    std::size_t end = 0;
    bool open = true;  // `end` is not given by the rule
};

// The tables of a language, ready for use.
struct HeadlineTables {
    HeadlineTables(const Language& language, const Announcements& announcements);

    Vocabulary vocabulary;
    PhraseSet announcing, deferring, fillers, leads, tails, cuts, verbs, determiners, small_words, namings,
        pronouns, weak_cuts, references, generic, small_talk, spoken_starts;
    PhraseSet clause_phrases;
    std::vector<std::string_view> clitics, noun_endings, both_endings, verb_endings;

    // All matches of all rules.
    std::vector<RuleMatch> matches(const OpeningText& text) const;
    // The clause opening of `length` words at words[at].
    const ClauseOpening& clause_opening(const OpeningText& text, std::size_t at, std::size_t length) const;

private:
    struct Element {
        enum Kind { phrase, sentence_start, subject, question } kind = phrase;
        PhraseSet phrases;
        bool optional = false;
    };
    struct Rule {
        const HeadlineRule* source;
        std::vector<Element> elements;
    };
    struct Opening {
        const ClauseOpening* source;
        std::vector<Vocabulary::Id> ids;
    };
    Rule compile(const HeadlineRule& rule, std::span<const PhraseList> lists);
    void match(const Rule& rule, std::size_t element, std::size_t at, const OpeningText& text,
               RuleMatch& match, std::vector<RuleMatch>& found) const;

    std::vector<Rule> rules_;
    std::vector<Opening> openings_;
};

}  // namespace lectern::topics
