#include "domain/topics/new_words.hpp"

#include <cmath>
#include <numeric>

namespace lectern::topics {
namespace {

constexpr std::size_t window = 120;  // words after the start of the sentence, and as many before it
constexpr std::size_t mentions = 3;  // fewer mentions in the talk do not make a word part of a topic

// For each sentence: how many of its words are new and are used again later.
std::vector<std::size_t> first_mentions(const Words& words) {
    std::vector<std::size_t> said(words.stems, 0);
    for (const auto& sentence : words.sentences) {
        for (const auto& word : sentence)
            said[word.stem] += word.content;
    }
    std::vector<bool> seen(words.stems, false);
    std::vector<std::size_t> firsts(words.sentences.size(), 0);
    for (std::size_t s = 0; s < words.sentences.size(); ++s) {
        for (const auto& word : words.sentences[s]) {
            if (!word.content || seen[word.stem]) continue;
            seen[word.stem] = true;
            firsts[s] += said[word.stem] >= mentions;
        }
    }
    return firsts;
}

double rate(std::size_t new_words, std::size_t words) {
    return words == 0 ? 0 : static_cast<double>(new_words) / static_cast<double>(words);
}

}  // namespace

std::vector<double> new_word_scores(const Words& words) {
    const auto firsts = first_mentions(words);
    const std::size_t sentences = firsts.size();
    std::vector<double> scores(sentences, 0.0);
    if (sentences < 2) return scores;

    // Two sliding windows of whole sentences, behind and ahead of the sentence s. Each holds at least
    // `window` words if the talk has so many there.
    std::size_t ahead_end = 0;
    std::size_t behind_begin = 0;
    std::size_t ahead_words = 0;
    std::size_t ahead_news = 0;
    std::size_t behind_words = 0;
    std::size_t behind_news = 0;
    for (std::size_t s = 0; s < sentences; ++s) {
        if (s > 0) {
            ahead_words -= words.count(s - 1);
            ahead_news -= firsts[s - 1];
            behind_words += words.count(s - 1);
            behind_news += firsts[s - 1];
        }
        while (ahead_end < sentences && ahead_words < window) {
            ahead_words += words.count(ahead_end);
            ahead_news += firsts[ahead_end++];
        }
        while (behind_begin < s && behind_words - words.count(behind_begin) >= window) {
            behind_words -= words.count(behind_begin);
            behind_news -= firsts[behind_begin++];
        }
        if (s > 0) scores[s] = rate(ahead_news, ahead_words) - rate(behind_news, behind_words);
    }

    const auto count = static_cast<double>(sentences - 1);
    const double mean = std::accumulate(scores.begin() + 1, scores.end(), 0.0) / count;
    double squares = 0;
    for (std::size_t s = 1; s < sentences; ++s)
        squares += (scores[s] - mean) * (scores[s] - mean);
    const double deviation = std::sqrt(squares / count);
    for (std::size_t s = 1; s < sentences; ++s) {
        scores[s] = deviation > 1e-9 ? (scores[s] - mean) / deviation : 0;
    }
    return scores;
}

}  // namespace lectern::topics
