#include "media/speech/base/spoken_sentences.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace lectern::media {
namespace {

constexpr std::array<std::string_view, 16> abbreviations = {"mr", "mrs", "ms",  "dr",    "prof", "st",
                                                            "vs", "e.g", "i.e", "etc",   "fig",  "eq",
                                                            "no", "cf",  "vol", "approx"};

}  // namespace

bool ends_sentence(std::string_view text) {
    while (text.ends_with('"') || text.ends_with('\'') || text.ends_with(')'))
        text.remove_suffix(1);
    if (text.ends_with('?') || text.ends_with('!')) return true;
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

std::vector<Heard> split_sentences(const Heard& whole, const std::vector<SpokenToken>& tokens) {
    std::vector<Heard> sentences;
    Heard current = whole;
    current.text.clear();
    double last_end = whole.start;
    const auto close = [&](double end) {
        current.end = std::clamp(end, current.start, std::max(whole.end, current.start));
        sentences.push_back(current);
        current.text.clear();
    };
    for (const SpokenToken& token : tokens) {
        if (token.text.starts_with(' ') && ends_sentence(current.text)) {
            close(last_end);
            current.start = std::clamp(token.start, last_end, std::max(whole.end, last_end));
        }
        current.text += token.text;
        last_end = std::clamp(token.end, last_end, std::max(whole.end, last_end));
    }
    if (!current.text.empty()) close(whole.end);
    return sentences;
}

}  // namespace lectern::media
