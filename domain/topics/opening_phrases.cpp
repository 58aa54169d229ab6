#include "domain/topics/opening_phrases.hpp"

#include "domain/topics/languages/language.hpp"

#include <algorithm>
#include <span>
#include <string>

namespace lectern::topics {
namespace {

constexpr std::size_t first_words = 8;
constexpr double most = 2;
constexpr double least = -1;

// The first words as " word word word ". The spaces let a phrase match whole words only.
std::string opening(const std::vector<Word>& sentence) {
    std::string text = " ";
    for (std::size_t i = 0; i < std::min(first_words, sentence.size()); ++i)
        text += sentence[i].folded + ' ';
    return text;
}

double score_of(const std::string& text, std::span<const Cue> cues) {
    double first = 0;  // the score of the longest phrase that the sentence begins with
    std::size_t longest = 0;
    double later = 0;
    for (const auto& cue : cues) {
        const auto at = text.find(' ' + std::string(cue.phrase) + ' ');
        if (at == std::string::npos) continue;
        if (cue.anywhere) {
            later += cue.score;
        } else if (at == 0 && cue.phrase.size() > longest) {
            first = cue.score;
            longest = cue.phrase.size();
        }
    }
    return std::clamp(first + later, least, most);
}

}  // namespace

double opening_phrase_score(const std::vector<Word>& sentence, std::string_view language) {
    const auto cues = language_of(language).cues;
    return cues.empty() ? 0 : score_of(opening(sentence), cues);
}

}  // namespace lectern::topics
