#include "domain/topics/nouns.hpp"

#include "domain/topics/languages/language.hpp"
#include "domain/topics/phrases.hpp"

#include <algorithm>
#include <unordered_set>

namespace lectern::topics {
namespace {

// Shorter words have an ending by chance: "bed", "fly", "city".
constexpr std::size_t shortest_with_ending = 5;
// So many more uses as a noun than as a verb outweigh an ending.
constexpr int clearly = 2;

using Set = std::unordered_set<std::string_view>;

struct Uses {
    int noun = 0;
    int direct = 0;  // as a noun, right behind an article or the like
    int names = 0;   // with a capital
    int verb = 0;
    int compound = 0;  // the end of a noun phrase behind another content word
};
using UsesOfWords = std::unordered_map<std::string_view, Uses>;

Set set_of(std::string_view words) {
    const auto parts = parts_of(words, ' ');
    return {parts.begin(), parts.end()};
}

// How the talk uses each content word.
UsesOfWords uses_of(const Words& words, const Language& language) {
    const Set before_noun = set_of(language.before_noun);
    const Set before_verb = set_of(language.before_verb);
    UsesOfWords all;
    for (const auto& sentence : words.sentences) {
        for (std::size_t i = 0; i < sentence.size(); ++i) {
            const auto& word = sentence[i];
            if (!word.content) continue;
            auto& uses = all[word.folded];
            // A capital inside a sentence speaks for a name.
            if (i > 0 && word.joined && word.surface != word.folded) {
                ++uses.noun;
                ++uses.names;
            }
            if (i == 0 || !word.joined) continue;
            const auto& before = sentence[i - 1];
            if (before_verb.contains(before.folded)) ++uses.verb;
            // The noun phrase ends here: a function word or a mark follows.
            const bool ends = i + 1 == sentence.size() || !sentence[i + 1].content || !sentence[i + 1].joined;
            const bool second =
                before.content && before.joined && i > 1 && before_noun.contains(sentence[i - 2].folded);
            uses.compound += ends && before.content;
            const bool direct = before_noun.contains(before.folded);
            uses.direct += ends && direct;
            uses.noun += ends && (direct || second);
        }
    }
    return all;
}

class Judge {
public:
    explicit Judge(const Language& language)
        : noun_endings_(parts_of(language.noun_endings, ' ')),
          other_endings_(parts_of(language.other_endings, ' ')),
          both_endings_(parts_of(language.both_endings, ' ')),
          no_nouns_(set_of(language.no_nouns)) {}

    bool is_noun(std::string_view word, Uses uses) const {
        if (no_nouns_.contains(word)) return false;
        if (has_ending(word, noun_endings_)) return true;
        if (has_ending(word, other_endings_)) return uses.direct >= uses.verb + clearly;
        if (has_ending(word, both_endings_)) return uses.noun + uses.compound > uses.verb;
        return uses.noun >= uses.verb;
    }

private:
    static bool has_ending(std::string_view word, const std::vector<std::string_view>& endings) {
        return word.size() >= shortest_with_ending &&
               std::any_of(endings.begin(), endings.end(),
                           [&](std::string_view ending) { return word.ends_with(ending); });
    }

    std::vector<std::string_view> noun_endings_;
    std::vector<std::string_view> other_endings_;
    std::vector<std::string_view> both_endings_;
    Set no_nouns_;
};

}  // namespace

Nouns::Nouns(const Words& words) {
    const auto& language = language_of(words.language);
    tables_ = !language.before_noun.empty();
    if (!tables_) return;
    const Judge judge(language);
    for (const auto& [word, uses] : uses_of(words, language)) {
        if (!judge.is_noun(word, uses)) continue;
        nouns_.emplace(word);
        if (uses.direct + uses.names > 0) confirmed_.emplace(word);
    }
}

}  // namespace lectern::topics
