#include "domain/topics/key_phrases.hpp"

#include "domain/topics/languages/language.hpp"
#include "domain/topics/phrases.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace lectern::topics {
namespace {

bool hyphenated(const std::vector<Word>& sentence, std::size_t at) {
    return at > 0 && at < sentence.size() && sentence[at - 1].after == "-";
}

class PhraseFinder {
public:
    PhraseFinder(const Words& words, const Nouns& nouns)
        : words_(words),
          nouns_(nouns),
          language_(language_of(words.language)),
          links_(language_.links, '|', vocabulary_) {}

    std::vector<Phrase> find() {
        for (std::size_t s = 0; s < words_.sentences.size(); ++s) {
            const auto& sentence = words_.sentences[s];
            ids_.clear();
            for (const auto& word : sentence)
                ids_.push_back(vocabulary_.id_of(word.folded));
            for (std::size_t first = 0; first < sentence.size(); ++first) {
                const bool term = sentence[first].content || hyphenated(sentence, first + 1);
                if (term && !hyphenated(sentence, first)) add_from(s, first);
            }
        }
        return std::move(phrases_);
    }

private:
    // Adds all phrases that begin at one word.
    void add_from(std::size_t s, std::size_t first) {
        const auto& sentence = words_.sentences[s];
        std::u32string key;
        std::size_t content = 0;
        std::size_t link_ends = first;  // words before this index belong to a link
        for (std::size_t at = first; at < sentence.size() && key.size() < language_.longest_phrase; ++at) {
            const auto& word = sentence[at];
            const bool hyphen = hyphenated(sentence, at);
            if (at > first && !word.joined && !hyphen) break;
            if (!word.content && !hyphen && at > first && at >= link_ends) {
                link_ends = at + links_.longest_at(ids_, at);
                if (link_ends == at) break;
            }
            key.push_back(static_cast<char32_t>(word.stem));
            content += word.content;
            if (!nouns_.contains(word) || hyphenated(sentence, at + 1)) continue;
            const auto [place, added] = known_.try_emplace(key, phrases_.size());
            if (added) phrases_.push_back({{key.begin(), key.end()}, {}, content});
            phrases_[place->second].places.push_back(
                {static_cast<std::uint32_t>(s), static_cast<std::uint32_t>(first)});
        }
    }

    const Words& words_;
    const Nouns& nouns_;
    const Language& language_;
    Vocabulary vocabulary_;
    PhraseSet links_;
    std::vector<Vocabulary::Id> ids_;
    std::vector<Phrase> phrases_;
    std::unordered_map<std::u32string, std::size_t> known_;
};

}  // namespace

std::vector<Phrase> find_phrases(const Words& words, const Nouns& nouns) {
    return PhraseFinder(words, nouns).find();
}

std::string name_of(const Phrase& phrase, const NameWriter& writer) {
    std::map<std::string, std::size_t> forms;
    std::string best;
    for (const auto& first : phrase.places) {
        std::vector<Place> places;
        places.reserve(phrase.stems.size());
        for (std::uint32_t i = 0; i < phrase.stems.size(); ++i)
            places.push_back({first.sentence, first.word + i});
        const auto form = writer.write(places);
        const auto said = ++forms[form];
        if (best.empty() || said > forms[best]) best = form;
    }
    return best;
}

}  // namespace lectern::topics
