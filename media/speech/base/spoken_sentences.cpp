#include "media/speech/base/spoken_sentences.hpp"

#include <algorithm>

namespace lectern::media {

std::vector<Heard> split_sentences(const Heard& whole, const std::vector<SpokenToken>& tokens) {
    std::vector<Heard> sentences;
    Heard current = whole;
    current.text.clear();
    current.tokens.clear();
    double last_end = whole.start;
    const auto close = [&](double end) {
        current.end = std::clamp(end, current.start, std::max(whole.end, current.start));
        sentences.push_back(current);
        current.text.clear();
        current.tokens.clear();
    };
    for (const SpokenToken& token : tokens) {
        if (token.text.starts_with(' ') && ends_sentence(current.text)) {
            close(last_end);
            current.start = std::clamp(token.start, last_end, std::max(whole.end, last_end));
        }
        current.text += token.text;
        current.tokens.push_back(token);
        last_end = std::clamp(token.end, last_end, std::max(whole.end, last_end));
    }
    if (!current.text.empty()) close(whole.end);
    return sentences;
}

}  // namespace lectern::media
