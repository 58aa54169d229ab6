#include "domain/topics/stop_words.hpp"

namespace lectern::topics {

StopWords::StopWords(const Language& language) : phrases_(language.stop_phrases, '|', vocabulary_) {
    for (const auto word : parts_of(language.stop_words, ' '))
        words_.insert(word);
}

std::vector<bool> StopWords::in_phrases(const std::vector<std::string_view>& words) const {
    std::vector<Vocabulary::Id> ids;
    ids.reserve(words.size());
    for (const auto word : words)
        ids.push_back(vocabulary_.id_of(word));
    std::vector<bool> inside(words.size(), false);
    for (std::size_t at = 0; at < words.size();) {
        const auto length = phrases_.longest_at(ids, at);
        std::fill_n(inside.begin() + static_cast<std::ptrdiff_t>(at), length, true);
        at += std::max<std::size_t>(length, 1);
    }
    return inside;
}

}  // namespace lectern::topics
