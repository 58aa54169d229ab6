#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace lectern::topics {

// What the analysis knows of one language: tables only. A further language is one more file like
// vietnamese.cpp and a line in language.cpp. All words are in lower case with plain apostrophes. A list of
// words has a space between two words; a list of phrases has a '|' between two phrases. A list that does not
// apply stays empty.

// The first words of a sentence that tell whether a topic begins there.
struct Cue {
    std::string_view phrase;
    double score;   // 1 opens a topic, 0.5 may open one, -1 continues what was said before
    bool anywhere;  // true: anywhere in the opening; false: only at its beginning
};

// Phrases that a rule can use under one name.
struct PhraseList {
    std::string_view name;
    std::string_view phrases;
};

// What the subject of a headline may be.
enum class SubjectKind {
    phrase,      // a noun phrase
    infinitive,  // a verb with its objects: "how to ..."
    clause,      // a clause with a subject and a verb: "why ..."
};

// A way to announce a subject. The pattern is a row of words: `word`, `{list}` for one phrase of a list, both
// with a '?' behind them if they may be missing, '^' for the beginning of a sentence, '*' for the subject,
// and '?' for a question mark. Fillers may stand between two words.
struct HeadlineRule {
    std::string_view pattern;
    double weight;          // 1 is weak, 2 usual, 3 cannot be misunderstood
    std::string_view form;  // of the name, with '*' for the subject
    SubjectKind kind = SubjectKind::phrase;
    bool early = false;  // only in the first sentences of a topic
};

// How the subject begins if it is a clause: "how to *" is kept as "How to *", of "what is *" only "*".
struct ClauseOpening {
    std::string_view phrase;
    std::string_view form;
    SubjectKind kind;
};

// Headlines: how a subject is announced, and where it ends.
struct Announcements {
    std::span<const PhraseList> lists = {};
    std::span<const HeadlineRule> rules = {};
    std::span<const ClauseOpening> clause_openings = {};
    // Phrases: before the rule in the same sentence they make it more certain
    std::string_view announcing = {};
    // Phrases: before the rule or behind the subject they put it off to later
    std::string_view deferring = {};
    // Phrases: skipped inside a pattern
    std::string_view fillers = {};
    // Phrases: dropped at the beginning of the subject
    std::string_view leads = {};
    // Phrases: dropped at its end
    std::string_view tails = {};
    // Phrases: begin the next clause
    std::string_view cuts = {};
    // Words: end a noun phrase, as its verb follows
    std::string_view verbs = {};
    // Phrases: a name follows: "called"
    std::string_view namings = {};
    // Words: a clause is understood alone only up to one of them: "it"
    std::string_view pronouns = {};
    // Words before which a subject that is too long may be cut
    std::string_view weak_cuts = {};
    // Words at the beginning of a subject that point to something said before
    std::string_view references = {};
    // Words that are no subject if there is no other word
    std::string_view generic = {};
    // Words that never stand in a headline: "thanks"
    std::string_view small_talk = {};
};

struct Language {
    std::string_view code = {};  // ISO 639-1
    // Function words, and fillers of spoken language. They tell nothing about the subject.
    std::string_view stop_words = {};
    std::string_view stop_phrases = {};
    std::span<const Cue> cues = {};

    // The form of names.
    bool title_case = false;            // "Conservation of Energy"; otherwise "Conservation of energy"
    std::string_view clitics = {};      // ends of contractions, that some transcripts write apart: "let 's"
    std::string_view conjunction = {};  // "and"
    std::string_view possessive = {};   // the one of them that may follow any noun
    std::string_view small_words = {};  // without a capital in title case
    std::string_view links = {};        // phrases that may stand inside a name: "of"
    std::size_t longest_phrase = 4;     // words (or syllables where a space stands after each)
    std::span<const double> length_weights = {};  // of a phrase of 1, 2, ... words

    // Which words are nouns. A name ends in a noun if `before_noun` is not empty.
    std::string_view before_noun = {};    // words after which a noun phrase follows: "the"
    std::string_view before_verb = {};    // words after which a verb follows: "we"
    std::string_view noun_endings = {};   // "tion"
    std::string_view other_endings = {};  // "ly"
    std::string_view both_endings = {};   // "ing": a noun only if the talk uses the word as one
    std::string_view verb_endings = {};   // "s": of verbs, and of other words
    // Words that begin a noun phrase, so that what precedes them is a verb
    std::string_view determiners = {};
    std::string_view no_nouns = {};  // frequent words of which the endings and the text tell too little

    // How subjects are announced; null if it is not known.
    const Announcements* announcements = nullptr;

    // Summaries.
    std::string_view dependent = {};      // phrases: a sentence that begins so is not understood alone
    std::string_view spoken_starts = {};  // phrases: dropped at the beginning of a sentence
};

extern const Language english;
extern const Language vietnamese;

// The tables of a language, by its ISO 639-1 code; of a language without tables an empty one.
const Language& language_of(std::string_view code);

}  // namespace lectern::topics
