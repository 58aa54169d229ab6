#include "domain/topics/summary.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/characters.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

namespace lectern::topics {
namespace {

constexpr std::size_t most_sentences = 3;
constexpr std::size_t most_bytes = 600;
constexpr std::size_t longest_sentence = 300;  // bytes; a longer one is cut
constexpr std::size_t fewest_words = 6;        // a shorter sentence is rarely understood alone

// Cut at the last space before the limit; if the space would be in the first half, between two characters.
std::string shortened(const std::string& text) {
    if (text.size() <= longest_sentence) return text;
    auto end = text.rfind(' ', longest_sentence);
    if (end == std::string::npos || end < longest_sentence / 2)
        end = whole_characters(text, longest_sentence).size();
    return text.substr(0, end) + "…";
}

// With a capital at the beginning and a full stop at the end: some speech recognisers write neither.
std::string as_sentence(std::string text) {
    text[0] = ascii::upper(text[0]);
    if (ascii::is_letter_or_digit(text.back())) text += '.';
    return text;
}

// The weights of the stems in one segment at a time: high for a stem that is frequent there, lower if it also
// stands in many other segments.
class Weights {
public:
    Weights(const Words& words, const std::vector<std::size_t>& firsts)
        : counts_(words.stems, 0), segments_(words.stems, 0), all_(static_cast<double>(firsts.size())) {
        std::vector<std::size_t> last(words.stems, 0);
        for (std::size_t segment = 0; segment < firsts.size(); ++segment) {
            const auto end = segment + 1 < firsts.size() ? firsts[segment + 1] : words.sentences.size();
            for (std::size_t s = firsts[segment]; s < end; ++s) {
                for (const auto& word : words.sentences[s]) {
                    if (word.content && last[word.stem] != segment + 1) {
                        last[word.stem] = segment + 1;
                        ++segments_[word.stem];
                    }
                }
            }
        }
    }

    void count(const std::vector<Word>& sentence, int by) {
        for (const auto& word : sentence) {
            if (word.content) counts_[word.stem] += by;
        }
    }

    double of(StemId stem) const {
        return std::log1p(counts_[stem]) * std::log1p(all_ / static_cast<double>(segments_[stem]));
    }

private:
    std::vector<int> counts_;  // in the current segment
    std::vector<std::size_t> segments_;
    double all_;
};

// How typical a sentence is of the segment: the sum of the weights of its words. Words in `told` do not
// count, and the sum is corrected for the length of the sentence.
double centrality(const std::vector<Word>& sentence, const Weights& weights, const std::set<StemId>& told) {
    std::set<StemId> seen;
    double sum = 0;
    for (const auto& word : sentence) {
        if (word.content && seen.insert(word.stem).second && !told.contains(word.stem))
            sum += weights.of(word.stem);
    }
    if (sentence.size() < fewest_words) sum *= 0.5;
    return sum / std::sqrt(static_cast<double>(std::max<std::size_t>(sentence.size(), 10)));
}

}  // namespace

std::vector<std::string> summarize_segments(const std::vector<Sentence>& sentences, const Words& words,
                                            const std::vector<std::size_t>& firsts) {
    Weights weights(words, firsts);
    std::vector<std::string> summaries;
    for (std::size_t segment = 0; segment < firsts.size(); ++segment) {
        const auto first = firsts[segment];
        const auto end = segment + 1 < firsts.size() ? firsts[segment + 1] : sentences.size();
        for (std::size_t s = first; s < end; ++s)
            weights.count(words.sentences[s], 1);

        std::set<std::size_t> chosen;
        std::set<StemId> told;
        std::size_t bytes = 0;
        while (chosen.size() < most_sentences) {
            std::optional<std::size_t> best;
            double best_score = 0;
            for (std::size_t s = first; s < end; ++s) {
                if (chosen.contains(s)) continue;
                const double score = centrality(words.sentences[s], weights, told);
                if (score > best_score) {
                    best = s;
                    best_score = score;
                }
            }
            if (!best) break;
            bytes += shortened(sentences[*best].text).size() + 2;
            if (bytes > most_bytes) break;
            chosen.insert(*best);
            for (const auto& word : words.sentences[*best])
                told.insert(word.stem);
        }

        std::string summary;
        for (const auto s : chosen) {
            if (!summary.empty()) summary += ' ';
            summary += as_sentence(shortened(sentences[s].text));
        }
        summaries.push_back(std::move(summary));
        for (std::size_t s = first; s < end; ++s)
            weights.count(words.sentences[s], -1);
    }
    return summaries;
}

}  // namespace lectern::topics
