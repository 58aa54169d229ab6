#include "domain/topics/opening_phrases.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace lectern::topics {
namespace {

struct Cue {
    std::string_view phrase;  // case-folded words with one space between two
    double score;
    bool anywhere;  // true: anywhere in the opening; false: only at its beginning
};

// A few grades, because many tuned numbers would fit only the lectures that they were tuned on: 1 opens a
// topic, 0.5 may open one, -1 continues what was said before.
constexpr std::array english{
    Cue{"welcome", 1, false},
    Cue{"hello", 0.5, false},
    Cue{"all right", 1, false},
    Cue{"alright", 1, false},
    Cue{"okay", 0.5, false},
    Cue{"ok", 0.5, false},
    Cue{"now", 0.5, false},
    Cue{"so", 0.25, false},
    Cue{"so now", 0.5, false},
    Cue{"next", 1, false},
    Cue{"finally", 0.5, false},
    Cue{"first", 0.5, false},
    Cue{"today", 1, false},
    Cue{"another", 0.5, false},
    Cue{"how to", 1, false},
    Cue{"let's", 0.5, true},
    Cue{"let us", 0.5, true},
    Cue{"let me", 0.5, true},
    Cue{"we'll", 0.25, true},
    Cue{"i want to", 0.5, true},
    Cue{"i'd like to", 0.5, true},
    Cue{"i would like to", 0.5, true},
    Cue{"we're going to", 0.25, true},
    Cue{"i'm going to", 0.25, true},
    Cue{"talk about", 1, true},
    Cue{"look at", 0.5, true},
    Cue{"take a look", 0.5, true},
    Cue{"move on", 1, true},
    Cue{"turn to", 1, true},
    Cue{"in this video", 1, true},
    Cue{"in this lecture", 1, true},
    Cue{"in this section", 1, true},
    Cue{"in this chapter", 1, true},
    Cue{"and", -1, false},
    Cue{"but", -1, false},
    Cue{"or", -1, false},
    Cue{"then", -1, false},
    Cue{"because", -1, false},
    Cue{"which", -1, false},
    Cue{"it", -0.5, false},
    Cue{"it's", -0.5, false},
    Cue{"that", -0.5, false},
    Cue{"that's", -0.5, false},
    Cue{"they", -0.5, false},
    Cue{"he", -0.5, false},
    Cue{"she", -0.5, false},
    Cue{"if", -0.5, false},
    Cue{"yes", -0.5, false},
    Cue{"yeah", -0.5, false},
};

constexpr std::array vietnamese{
    Cue{"xin chào", 1, false},   Cue{"chào", 0.5, false},       Cue{"bây giờ", 1, false},
    Cue{"tiếp theo", 1, false},  Cue{"tiếp đến", 1, false},     Cue{"hôm nay", 1, false},
    Cue{"đầu tiên", 0.5, false}, Cue{"cuối cùng", 0.5, false},  Cue{"chúng ta sẽ", 0.5, true},
    Cue{"chuyển sang", 1, true}, Cue{"trong bài này", 1, true}, Cue{"trong phần này", 1, true},
    Cue{"và", -1, false},        Cue{"nhưng", -1, false},       Cue{"hoặc", -1, false},
    Cue{"bởi vì", -1, false},    Cue{"nó", -0.5, false},
};

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
    if (language == "en") return score_of(opening(sentence), english);
    if (language == "vi") return score_of(opening(sentence), vietnamese);
    return 0;
}

}  // namespace lectern::topics
