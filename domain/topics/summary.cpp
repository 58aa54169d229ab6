#include "domain/topics/summary.hpp"

#include "domain/topics/languages/language.hpp"
#include "domain/topics/phrases.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace lectern::topics {
namespace {

constexpr std::size_t most_sentences = 2;
constexpr std::size_t most_characters = 240;
constexpr std::size_t fewest_words = 6;  // a shorter sentence is rarely understood alone
constexpr double dependent_worth = 0.2;  // factor for a sentence that points to the one before it
constexpr double second_worth = 0.5;     // least score of a second sentence, in shares of the first

std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(icu::UnicodeString::fromUTF8(text).countChar32());
}

// Cut at the last space before the limit; if the space would be in the first half, between two characters.
std::string shortened(const std::string& text) {
    if (characters(text) <= most_characters) return text;
    const auto unicode = icu::UnicodeString::fromUTF8(text);
    std::string cut;
    unicode.tempSubString(0, unicode.moveIndex32(0, most_characters - 1)).toUTF8String(cut);
    const auto space = cut.rfind(' ');
    if (space != std::string::npos && space > cut.size() / 2) cut.resize(space);
    return cut + "…";
}

// With a capital at the beginning and a full stop at the end: some speech recognisers write neither.
std::string as_sentence(std::string text) {
    auto unicode = icu::UnicodeString::fromUTF8(text);
    const UChar32 first = unicode.char32At(0);
    unicode.replace(0, U16_LENGTH(first), u_totitle(first));
    text.clear();
    unicode.toUTF8String(text);
    if (u_isalnum(unicode.char32At(unicode.moveIndex32(unicode.length(), -1)))) text += '.';
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

// Judges by the first words of a sentence how well it stands alone.
class Beginnings {
public:
    explicit Beginnings(const Words& words)
        : words_(words),
          dependent_(language_of(words.language).dependent, '|', vocabulary_),
          spoken_(language_of(words.language).spoken_starts, '|', vocabulary_) {}

    // How many words at the beginning of the sentence are only spoken fillers: "OK, so now".
    std::size_t fillers(std::size_t sentence) const {
        const auto ids = ids_of(sentence);
        std::size_t at = 0;
        while (at < ids.size()) {
            const auto length = spoken_.longest_at(ids, at);
            // "So that" is no filler but the beginning of a clause that depends on another one.
            if (length == 0 || dependent_.longest_at(ids, at) > length) break;
            at += length;
        }
        return at;
    }

    bool is_dependent(std::size_t sentence) const {
        return dependent_.longest_at(ids_of(sentence), fillers(sentence)) > 0;
    }

private:
    std::vector<Vocabulary::Id> ids_of(std::size_t sentence) const {
        std::vector<Vocabulary::Id> ids;
        for (const auto& word : words_.sentences[sentence]) {
            if (ids.size() == looked_at) break;
            ids.push_back(vocabulary_.id_of(word.folded));
        }
        return ids;
    }

    static constexpr std::size_t looked_at = 12;
    const Words& words_;
    Vocabulary vocabulary_;
    PhraseSet dependent_;
    PhraseSet spoken_;
};

class Summarizer {
public:
    Summarizer(const std::vector<Sentence>& sentences, const Words& words,
               const std::vector<std::size_t>& firsts)
        : sentences_(sentences), words_(words), beginnings_(words), weights_(words, firsts) {}

    std::string summarize(std::size_t first, std::size_t end) {
        for (std::size_t s = first; s < end; ++s)
            weights_.count(words_.sentences[s], 1);
        auto summary = words_.punctuated ? whole_sentences(first, end) : piece(first, end);
        for (std::size_t s = first; s < end; ++s)
            weights_.count(words_.sentences[s], -1);
        return summary;
    }

private:
    std::string whole_sentences(std::size_t first, std::size_t end) {
        std::map<std::size_t, std::string> chosen;  // by index
        std::set<StemId> told;
        std::size_t size = 0;
        double least = 0;
        while (chosen.size() < most_sentences) {
            std::optional<std::size_t> best;
            double best_score = least;
            for (std::size_t s = first; s < end; ++s) {
                if (chosen.contains(s)) continue;
                const double score = worth(s, told);
                const bool fits = size == 0 || size + 1 + characters(alone(s)) <= most_characters;
                if (score <= best_score || !fits) continue;
                best = s;
                best_score = score;
            }
            if (!best) break;
            least = second_worth * best_score;
            auto text = as_sentence(shortened(alone(*best)));
            size += characters(text);
            chosen.emplace(*best, std::move(text));
            for (const auto& word : words_.sentences[*best])
                told.insert(word.stem);
        }
        std::string summary;
        for (const auto& [index, text] : chosen)
            summary.append(summary.empty() ? "" : " ").append(text);
        return summary;
    }

    // The most typical sentences in a row, with "…" where something was said before or behind them.
    std::string piece(std::size_t first, std::size_t end) {
        std::string best;
        double best_score = 0;
        for (std::size_t from = first; from < end; ++from) {
            std::string text = from == first ? "" : "…";
            std::set<StemId> told;
            double score = 0;
            std::size_t to = from;
            for (; to < end; ++to) {
                const auto longer = text + (to == from ? "" : " ") + sentences_[to].text;
                if (to > from && characters(longer) >= most_characters) break;
                text = longer;
                score += centrality(words_.sentences[to], weights_, told);
                for (const auto& word : words_.sentences[to])
                    told.insert(word.stem);
            }
            // Of equal ones the last: it begins with what it is about.
            if (score <= 0 || score < best_score) continue;
            best_score = score;
            best = to == end ? text : text + "…";
        }
        return shortened(best);
    }

    double worth(std::size_t s, const std::set<StemId>& told) const {
        double score = centrality(words_.sentences[s], weights_, told);
        const bool asks =
            words_.sentences[s].empty() || words_.sentences[s].back().after.find('?') != std::string::npos;
        if (asks || beginnings_.is_dependent(s)) score *= dependent_worth;
        // What a transcriber wrote in brackets: "(students respond)".
        if (sentences_[s].text.find_first_of("([") != std::string::npos) score *= dependent_worth;
        // A sentence that has to be cut is no whole one.
        if (sentences_[s].text.size() > most_characters && characters(alone(s)) > most_characters)
            score *= dependent_worth;
        return score;
    }

    // The sentence without fillers at its beginning.
    std::string alone(std::size_t s) const {
        const auto& text = sentences_[s].text;
        const auto fillers = beginnings_.fillers(s);
        if (fillers == 0 || fillers >= words_.sentences[s].size()) return text;
        std::size_t at = 0;
        for (std::size_t i = 0; i <= fillers; ++i) {
            const auto& surface = words_.sentences[s][i].surface;
            const auto found = text.find(surface, at);
            if (found == std::string::npos)
                return text;  // a word that was put in order: an apostrophe, bad UTF-8
            at = i == fillers ? found : found + surface.size();
        }
        return text.substr(at);
    }

    const std::vector<Sentence>& sentences_;
    const Words& words_;
    Beginnings beginnings_;
    Weights weights_;
};

}  // namespace

std::vector<std::string> summarize_segments(const std::vector<Sentence>& sentences, const Words& words,
                                            const std::vector<std::size_t>& firsts) {
    Summarizer summarizer(sentences, words, firsts);
    std::vector<std::string> summaries;
    for (std::size_t segment = 0; segment < firsts.size(); ++segment) {
        const auto end = segment + 1 < firsts.size() ? firsts[segment + 1] : sentences.size();
        summaries.push_back(summarizer.summarize(firsts[segment], end));
    }
    return summaries;
}

}  // namespace lectern::topics
