#pragma once

#include "domain/topics/sentences.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lectern::topics {

using StemId = std::uint32_t;

// One word as it was said.
struct Word {
    std::string surface;   // as the transcript has it
    std::string folded;    // case folded, with plain apostrophes
    StemId stem = 0;       // the same for "planner" and "planners" if there is a stemmer for the language
    bool content = false;  // may tell the subject: not a function word, a filler or a number
    bool joined = false;   // only white space, or nothing, stands between it and the word before it
    bool spaced = false;   // white space stands before it
    std::string after;     // what stands between it and the next word, or the end of the sentence
};

// The words of all sentences of one transcript.
struct Words {
    std::vector<std::vector<Word>> sentences;  // one list for each sentence, in the same order
    std::uint32_t stems = 0;                   // number of different stems; their ids are 0..stems-1
    std::string language;                      // ISO 639-1 code; "" if unknown
    // Most sentences end at a full stop; otherwise they are pieces of what a recogniser wrote without any.
    bool punctuated = false;

    std::size_t count(std::size_t sentence) const { return sentences[sentence].size(); }
};

// Divides sentences into words by the rules of Unicode, with dictionaries for Chinese, Japanese and Thai.
// `language` is an ISO code, an English name of a language, or "" if unknown; English is then recognised by
// its function words. Malformed UTF-8 is read as replacement characters.
Words split_words(const std::vector<Sentence>& sentences, std::string_view language);

}  // namespace lectern::topics
