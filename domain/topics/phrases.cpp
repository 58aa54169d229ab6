#include "domain/topics/phrases.hpp"

#include <algorithm>

namespace lectern::topics {

Vocabulary::Id Vocabulary::add(std::string_view word) {
    return ids_.try_emplace(std::string(word), static_cast<Id>(ids_.size() + 1)).first->second;
}

Vocabulary::Id Vocabulary::id_of(std::string_view word) const {
    const auto found = ids_.find(word);
    return found == ids_.end() ? unknown : found->second;
}

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = text.find(separator);
        if (end != 0) parts.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return parts;
}

PhraseSet::PhraseSet(std::string_view text, char separator, Vocabulary& vocabulary) {
    for (const auto phrase : parts_of(text, separator)) {
        std::vector<Vocabulary::Id> ids;
        for (const auto word : parts_of(phrase, ' '))
            ids.push_back(vocabulary.add(word));
        by_first_[ids.front()].push_back(ids);
        by_last_[ids.back()].push_back(std::move(ids));
    }
}

std::span<const std::vector<Vocabulary::Id>> PhraseSet::starting_with(Vocabulary::Id word) const {
    const auto found = by_first_.find(word);
    if (found == by_first_.end()) return {};
    return found->second;
}

std::size_t PhraseSet::longest_at(std::span<const Vocabulary::Id> words, std::size_t at) const {
    std::size_t longest = 0;
    if (at >= words.size()) return longest;
    for (const auto& phrase : starting_with(words[at])) {
        if (phrase.size() > longest && phrase.size() <= words.size() - at &&
            std::equal(phrase.begin(), phrase.end(), words.begin() + static_cast<std::ptrdiff_t>(at)))
            longest = phrase.size();
    }
    return longest;
}

std::size_t PhraseSet::longest_before(std::span<const Vocabulary::Id> words, std::size_t end) const {
    const auto found = end > 0 ? by_last_.find(words[end - 1]) : by_last_.end();
    std::size_t longest = 0;
    if (found == by_last_.end()) return longest;
    for (const auto& phrase : found->second) {
        if (phrase.size() > longest && phrase.size() <= end &&
            std::equal(phrase.begin(), phrase.end(),
                       words.begin() + static_cast<std::ptrdiff_t>(end - phrase.size())))
            longest = phrase.size();
    }
    return longest;
}

}  // namespace lectern::topics
