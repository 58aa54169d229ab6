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
    std::string surface;   // as in the transcript
    std::string folded;    // case folded, typographic apostrophes made plain
    StemId stem = 0;       // the same for "planner" and "planners" where the language has a stemmer
    bool content = false;  // says what the talk is about: no function word, filler or number
    bool joined = false;   // nothing but white space stands between it and the word before
    bool spaced = false;   // some white space stands before it
};

// The words of all sentences of one transcript.
struct Words {
    std::vector<std::vector<Word>> sentences;  // parallel to the sentences they were taken from
    std::uint32_t stems = 0;                   // ids are 0..stems-1
    std::string language;                      // ISO 639-1 code that was used; "" if none is known

    std::size_t count(std::size_t sentence) const { return sentences[sentence].size(); }
};

// Splits by the Unicode word rules (dictionaries for Chinese, Japanese and Thai). `language` may be "", an
// ISO code or an English language name; when it is "", English is recognised by its function words. Text that
// is not valid UTF-8 is read with replacement characters.
Words split_words(const std::vector<Sentence>& sentences, std::string_view language);

}  // namespace lectern::topics
