#include "domain/lecture/sentence_end.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace lectern {
namespace {

constexpr std::array<std::string_view, 16> abbreviations = {"mr", "mrs", "ms",  "dr",    "prof", "st",
                                                            "vs", "e.g", "i.e", "etc",   "fig",  "eq",
                                                            "no", "cf",  "vol", "approx"};
constexpr std::array<std::string_view, 6> closers = {"\"", "'", ")", "]", "\u201D", "\u00BB"};
// Of scripts that have one mark for this only.
constexpr std::array<std::string_view, 6> sure_stops = {"?", "!", "\u3002", "\uFF01", "\uFF1F", "\u0964"};

bool remove_any(std::string_view& text, const auto& endings) {
    for (const std::string_view ending : endings) {
        if (!text.ends_with(ending)) continue;
        text.remove_suffix(ending.size());
        return true;
    }
    return false;
}

}  // namespace

bool ends_sentence(std::string_view text) {
    while (remove_any(text, closers)) {
    }
    if (remove_any(text, sure_stops)) return true;
    if (!text.ends_with('.')) return false;
    text.remove_suffix(1);
    const std::size_t space = text.find_last_of(' ');
    const std::string word = ascii::lower(space == std::string_view::npos ? text : text.substr(space + 1));
    if (word.empty() || word.ends_with('.')) return false;  // "..."
    if (word.size() == 1 && ascii::is_letter(word[0]) && word != "i") return false;
    if (std::ranges::all_of(word, ascii::is_digit)) {
        return word.size() > 2;  // "in 1999." ends, "1." counts
    }
    return std::find(abbreviations.begin(), abbreviations.end(), word) == abbreviations.end();
}

}  // namespace lectern
