#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lectern::topics {

// Numbers for the words of a language's tables, so that phrases are compared without comparing texts.
class Vocabulary {
public:
    using Id = std::uint32_t;
    static constexpr Id unknown = 0;

    Id add(std::string_view word);
    Id id_of(std::string_view word) const;

private:
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    std::unordered_map<std::string, Id, Hash, std::equal_to<>> ids_;
};

// The parts of `text` between `separator`s, without empty ones.
std::vector<std::string_view> parts_of(std::string_view text, char separator);

// A set of phrases of one or more words.
class PhraseSet {
public:
    PhraseSet() = default;
    // `text`: a list of words or of phrases, see Language.
    PhraseSet(std::string_view text, char separator, Vocabulary& vocabulary);

    // How many words the longest phrase has that begins at words[at], or that ends before words[end]. 0 if
    // none.
    std::size_t longest_at(std::span<const Vocabulary::Id> words, std::size_t at) const;
    std::size_t longest_before(std::span<const Vocabulary::Id> words, std::size_t end) const;
    // The phrases that begin with the word.
    std::span<const std::vector<Vocabulary::Id>> starting_with(Vocabulary::Id word) const;
    bool contains(Vocabulary::Id word) const { return longest_at({&word, 1}, 0) == 1; }

private:
    using Phrases = std::unordered_map<Vocabulary::Id, std::vector<std::vector<Vocabulary::Id>>>;
    Phrases by_first_;
    Phrases by_last_;
};

}  // namespace lectern::topics
