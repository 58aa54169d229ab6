#include "domain/topics/key_phrases.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace lectern::topics {
namespace {

constexpr std::size_t longest_phrase = 4;  // words

// The only function word that a phrase may contain.
bool is_link(const Word& word, const Words& words) {
    return words.language == "en" && word.folded == "of";
}

bool has_inner_capital(const icu::UnicodeString& word) {
    for (int32_t at = word.moveIndex32(0, 1); at < word.length(); at = word.moveIndex32(at, 1)) {
        if (u_isupper(word.char32At(at))) return true;
    }
    return false;
}

std::string title_word(const std::string& surface) {
    auto word = icu::UnicodeString::fromUTF8(surface);
    if (!has_inner_capital(word)) {
        const UChar32 first = word.char32At(0);
        word.replace(0, U16_LENGTH(first), u_totitle(first));
    }
    std::string title;
    word.toUTF8String(title);
    return title;
}

}  // namespace

std::vector<Phrase> find_phrases(const Words& words) {
    std::vector<Phrase> phrases;
    std::unordered_map<std::u32string, std::size_t> known;
    for (std::size_t s = 0; s < words.sentences.size(); ++s) {
        const auto& sentence = words.sentences[s];
        for (std::size_t first = 0; first < sentence.size(); ++first) {
            if (!sentence[first].content) continue;
            std::u32string key;
            for (std::size_t at = first; at < std::min(sentence.size(), first + longest_phrase); ++at) {
                const auto& word = sentence[at];
                if (at > first && !word.joined) break;
                if (!word.content && !is_link(word, words)) break;
                key.push_back(static_cast<char32_t>(word.stem));
                if (!word.content) continue;
                const auto [place, added] = known.try_emplace(key, phrases.size());
                if (added) phrases.push_back({{key.begin(), key.end()}, {}});
                phrases[place->second].places.push_back(
                    {static_cast<std::uint32_t>(s), static_cast<std::uint32_t>(first)});
            }
        }
    }
    return phrases;
}

std::string title_of(const Phrase& phrase, const Words& words) {
    std::map<std::string, std::size_t> forms;
    std::string best;
    for (const auto& place : phrase.places) {
        std::string form;
        for (std::size_t i = 0; i < phrase.stems.size(); ++i) {
            const auto& word = words.sentences[place.sentence][place.word + i];
            // Some scripts put no space between words; the title then has none either.
            if (i > 0 && word.spaced) form += ' ';
            form += word.content ? title_word(word.surface) : word.folded;
        }
        const auto said = ++forms[form];
        if (best.empty() || said > forms[best]) best = form;
    }
    return best;
}

}  // namespace lectern::topics
