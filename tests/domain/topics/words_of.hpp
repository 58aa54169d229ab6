#pragma once

#include "domain/topics/words.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern::topics {

// The words of a talk with one sentence a text.
inline Words words_of(std::vector<std::string> texts, std::string_view language) {
    std::vector<Sentence> sentences;
    for (auto& text : texts)
        sentences.push_back({0, 1, std::move(text)});
    return split_words(sentences, language);
}

}  // namespace lectern::topics
