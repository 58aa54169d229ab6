#include "domain/topics/names.hpp"

#include "domain/topics/key_phrases.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <set>
#include <string_view>

namespace lectern::topics {
namespace {

constexpr std::size_t candidates_kept = 40;  // per segment
constexpr double second_phrase = 0.4;        // least score of a second phrase, in shares of the first
constexpr std::size_t longest_name = 60;     // bytes, for a name of two phrases
constexpr std::size_t rare = 2;  // sentences; a phrase in fewer of them is used only if there is no other

struct Candidate {
    const Phrase* phrase;
    double score;
};

double part(double count, double expected) {
    return count > 0 ? count * std::log(count / expected) : 0;
}

// Dunning's log-likelihood ratio of a phrase that stands in `here` of the segment's `sentences_here`
// sentences and in `all` of the talk's `sentences`. 0 if it is not more frequent in the segment than
// elsewhere.
double keyness(double here, double sentences_here, double all, double sentences) {
    const double expected = all * sentences_here / sentences;
    if (here <= expected) return 0;
    return 2 * (part(here, expected) + part(all - here, all - expected));
}

// Two words name a topic better than one. More than three words are often just a sentence.
double length_weight(const Phrase& phrase) {
    constexpr double weights[] = {1, 1.7, 2, 1.8};
    return weights[std::min<std::size_t>(phrase.stems.size(), 4) - 1];
}

// Whether the phrase is a single word that is no good name, such as an adverb or a participle. Such a word
// may still be part of a longer phrase.
bool is_poor_alone(const Phrase& phrase, const Words& words) {
    if (phrase.stems.size() != 1 || words.language != "en") return false;
    const auto& place = phrase.places.front();
    const std::string_view word = words.sentences[place.sentence][place.word].folded;
    constexpr std::string_view endings[] = {"ly", "ed", "able", "ible", "ful"};
    return std::any_of(std::begin(endings), std::end(endings),
                       [&](std::string_view ending) { return word.ends_with(ending); });
}

bool share_word(const Phrase& a, const Phrase& b) {
    return std::any_of(a.stems.begin(), a.stems.end(), [&](StemId stem) {
        return std::find(b.stems.begin(), b.stems.end(), stem) != b.stems.end();
    });
}

// The best candidates of each segment, the best one first.
std::vector<std::vector<Candidate>> rank(const std::vector<Phrase>& phrases, const Words& words,
                                         const std::vector<std::size_t>& firsts) {
    const auto sentences = words.sentences.size();
    std::vector<std::vector<Candidate>> ranked(firsts.size());
    std::vector<std::size_t> here(firsts.size());
    for (const auto& phrase : phrases) {
        // Counts sentences, not mentions: "no, no, no" is one sentence.
        std::fill(here.begin(), here.end(), 0);
        std::size_t all = 0;
        std::uint32_t last = UINT32_MAX;
        std::size_t segment = 0;
        for (const auto& place : phrase.places) {
            if (place.sentence == last) continue;
            last = place.sentence;
            while (segment + 1 < firsts.size() && firsts[segment + 1] <= place.sentence)
                ++segment;
            ++here[segment];
            ++all;
        }
        for (segment = 0; segment < firsts.size(); ++segment) {
            if (here[segment] == 0) continue;
            const auto end = segment + 1 < firsts.size() ? firsts[segment + 1] : sentences;
            const auto count = static_cast<double>(here[segment]);
            double score = firsts.size() == 1
                               ? count
                               : keyness(count, static_cast<double>(end - firsts[segment]),
                                         static_cast<double>(all), static_cast<double>(sentences));
            if (here[segment] < rare) score *= 0.1;
            if (is_poor_alone(phrase, words)) score *= 0.3;
            if (score > 0) ranked[segment].push_back({&phrase, score * length_weight(phrase)});
        }
    }
    for (auto& candidates : ranked) {
        const auto better = [](const Candidate& a, const Candidate& b) { return a.score > b.score; };
        std::stable_sort(candidates.begin(), candidates.end(), better);
        if (candidates.size() > candidates_kept) candidates.resize(candidates_kept);
    }
    return ranked;
}

std::string name_of(const std::vector<Candidate>& candidates, const Words& words,
                    std::set<const Phrase*>& used) {
    const Candidate* first = nullptr;
    std::string name;
    for (const auto& candidate : candidates) {
        if (used.contains(candidate.phrase)) continue;
        if (first == nullptr) {
            first = &candidate;
            name = title_of(*candidate.phrase, words);
            used.insert(candidate.phrase);
            continue;
        }
        if (candidate.score < second_phrase * first->score) break;
        if (share_word(*first->phrase, *candidate.phrase)) continue;
        const auto title = title_of(*candidate.phrase, words);
        if (name.size() + 2 + title.size() > longest_name) continue;
        used.insert(candidate.phrase);
        return name + ", " + title;
    }
    return name;
}

}  // namespace

std::vector<std::string> name_segments(const Words& words, const std::vector<std::size_t>& firsts) {
    const auto phrases = find_phrases(words);
    const auto ranked = rank(phrases, words, firsts);
    std::set<const Phrase*> used;
    std::set<std::string> taken;
    std::vector<std::string> names;
    for (std::size_t segment = 0; segment < firsts.size(); ++segment) {
        auto name = name_of(ranked[segment], words, used);
        if (name.empty() || taken.contains(name)) {
            const auto part_name = "Part " + std::to_string(segment + 1);
            name = name.empty() ? part_name : name + ", " + part_name;
        }
        taken.insert(name);
        names.push_back(std::move(name));
    }
    return names;
}

}  // namespace lectern::topics
