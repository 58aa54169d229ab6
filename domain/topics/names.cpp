#include "domain/topics/names.hpp"

#include "domain/topics/headlines.hpp"
#include "domain/topics/key_phrases.hpp"
#include "domain/topics/keyness.hpp"
#include "domain/topics/name_text.hpp"
#include "domain/topics/nouns.hpp"
#include "domain/topics/phrases.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

namespace lectern::topics {
namespace {

constexpr std::size_t rare = 2;     // sentences; a phrase in fewer of them is used only if there is no other
constexpr std::size_t often = 6;    // sentences; more do not speak further for a phrase
constexpr std::size_t opening = 6;  // sentences; what is said in them is more likely the subject,
constexpr double said_early = 1.5;  // by this factor
constexpr double least_headline = 1.0;  // score
constexpr double least_in_talk = 1.5;   // the same in a conversation
constexpr std::size_t short_turn = 3;   // words
constexpr std::ptrdiff_t fewest_turns = 5;
constexpr double turns_of_talk = 0.2;       // more short sentences make a conversation
constexpr double part_worth = 0.3;          // factor of a phrase that is only a part of a name
constexpr double generic_worth = 0.4;       // factor of a phrase without a specific word: "first result"
constexpr double partner_score = 0.4;       // least score of a second phrase, in shares of the first
constexpr std::size_t longest_partner = 2;  // words, of each of two phrases
constexpr std::size_t partners_tried = 8;
constexpr double incomplete = 0.6;  // a phrase that is part of a longer one so often is only a part of a name
constexpr double always_modified = 0.8;
constexpr double unconfirmed_worth =
    0.5;                                // factor of a single word that the talk never uses clearly as a noun
constexpr double clearly_better = 1.3;  // by this factor
constexpr std::size_t longest_name = 200;  // bytes

struct Candidate {
    const Phrase* phrase = nullptr;
    double score = 0;
    std::size_t sentence = 0;  // the first one of the segment that has it
};

std::size_t end_of(std::size_t segment, const std::vector<std::size_t>& firsts, const Words& words) {
    return segment + 1 < firsts.size() ? firsts[segment + 1] : words.sentences.size();
}

// People who talk to each other say much that announces no subject.
bool is_conversation(const Words& words) {
    if (!words.punctuated) return false;
    const auto short_ones = std::count_if(words.sentences.begin(), words.sentences.end(),
                                          [](const auto& sentence) { return sentence.size() <= short_turn; });
    return short_ones >= fewest_turns &&
           static_cast<double>(short_ones) > turns_of_talk * static_cast<double>(words.sentences.size());
}

// Chooses the best noun phrase of each segment.
class PhraseRanking {
public:
    PhraseRanking(const Words& words, const std::vector<std::size_t>& firsts, const Nouns& nouns)
        : words_(words),
          firsts_(firsts),
          language_(language_of(words.language)),
          nouns_(nouns),
          phrases_(find_phrases(words, nouns)) {
        ranked_.resize(firsts.size());
        if (language_.announcements != nullptr) {
            const auto generic = parts_of(language_.announcements->generic, ' ');
            generic_.insert(generic.begin(), generic.end());
        }
        for (const auto& phrase : phrases_)
            rank(phrase);
        for (auto& candidates : ranked_) {
            std::stable_sort(candidates.begin(), candidates.end(),
                             [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
        }
    }

    // A second phrase that is said in the same sentences as the candidate, so that "volcano and magma" names
    // the segment. Its `sentence` is the first one that has both.
    std::optional<Candidate> companion(std::size_t segment, std::size_t index) const {
        const auto& candidates = ranked_[segment];
        const auto& first = candidates[index];
        if (language_.conjunction.empty() || first.phrase->stems.size() > longest_partner)
            return std::nullopt;
        const auto here = sentences_of(*first.phrase, segment);
        for (std::size_t i = index + 1; i < std::min(candidates.size(), index + partners_tried); ++i) {
            auto second = candidates[i];
            if (second.score < partner_score * first.score) break;
            if (second.phrase->stems.size() > longest_partner || is_doubtful(*second.phrase) ||
                share_word(*first.phrase, *second.phrase))
                continue;
            const auto there = sentences_of(*second.phrase, segment);
            std::vector<std::uint32_t> both;
            std::set_intersection(here.begin(), here.end(), there.begin(), there.end(),
                                  std::back_inserter(both));
            if (both.size() < rare) continue;
            second.sentence = both.front();
            return second;
        }
        return std::nullopt;
    }

    // The two as one phrase ("pH scale"), if the segment has it.
    const Candidate* compound(std::size_t segment, const Phrase& first, const Phrase& second) const {
        const auto is_row = [](const std::vector<StemId>& row, const std::vector<StemId>& a,
                               const std::vector<StemId>& b) {
            return row.size() == a.size() + b.size() && std::equal(a.begin(), a.end(), row.begin()) &&
                   std::equal(b.begin(), b.end(), row.end() - static_cast<std::ptrdiff_t>(b.size()));
        };
        const auto& candidates = ranked_[segment];
        const auto found =
            std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
                const auto& row = candidate.phrase->stems;
                return is_row(row, first.stems, second.stems) || is_row(row, second.stems, first.stems);
            });
        return found == candidates.end() ? nullptr : &*found;
    }

    const std::vector<Candidate>& of(std::size_t segment) const { return ranked_[segment]; }

private:
    double length_weight(const Phrase& phrase) const {
        const auto weights = language_.length_weights;
        if (weights.empty())
            return 1 + 0.5 * static_cast<double>(std::min<std::size_t>(phrase.content, 3) - 1);
        return weights[std::min(phrase.content, weights.size()) - 1];
    }

    // Whether it is a single word that the talk never uses clearly as a noun.
    bool is_doubtful(const Phrase& phrase) const {
        const auto& first = phrase.places.front();
        return nouns_.matter() && phrase.stems.size() == 1 &&
               !nouns_.is_confirmed(words_.sentences[first.sentence][first.word]);
    }

    // Whether it names no subject: "the first step".
    bool is_generic(const Phrase& phrase) const {
        const auto& place = phrase.places.front();
        for (std::size_t i = 0; i < phrase.stems.size(); ++i) {
            const auto& word = words_.sentences[place.sentence][place.word + i];
            if (word.content && !generic_.contains(word.folded)) return false;
        }
        return true;
    }

    static bool share_word(const Phrase& a, const Phrase& b) {
        return std::any_of(a.stems.begin(), a.stems.end(), [&](StemId stem) {
            return std::find(b.stems.begin(), b.stems.end(), stem) != b.stems.end();
        });
    }

    // Those of the segment that have the phrase, in their order.
    std::vector<std::uint32_t> sentences_of(const Phrase& phrase, std::size_t segment) const {
        std::vector<std::uint32_t> sentences;
        for (const auto& place : phrase.places) {
            if (place.sentence < firsts_[segment] || place.sentence >= end_of(segment, firsts_, words_))
                continue;
            if (sentences.empty() || sentences.back() != place.sentence) sentences.push_back(place.sentence);
        }
        return sentences;
    }

    // Whether the same word stands before or behind the phrase at most of its places, or some word before a
    // single one at nearly all of them: "value iteration", "policy iteration".
    bool is_part(const Phrase& phrase) const {
        if (phrase.places.size() < 2) return false;
        std::map<StemId, std::size_t> before;
        std::map<StemId, std::size_t> behind;
        std::size_t most = 0;
        std::size_t modified = 0;
        for (const auto& place : phrase.places) {
            const auto& sentence = words_.sentences[place.sentence];
            const auto end = place.word + phrase.stems.size();
            if (place.word > 0 && sentence[place.word].joined && sentence[place.word - 1].content) {
                most = std::max(most, ++before[sentence[place.word - 1].stem]);
                ++modified;
            }
            if (end < sentence.size() && sentence[end].joined && sentence[end].content)
                most = std::max(most, ++behind[sentence[end].stem]);
        }
        const auto places = static_cast<double>(phrase.places.size());
        return static_cast<double>(most) >= incomplete * places ||
               (phrase.content == 1 && static_cast<double>(modified) >= always_modified * places);
    }

    void rank(const Phrase& phrase) {
        struct Uses {
            std::size_t sentences = 0;
            std::size_t first = 0;
        };
        std::map<std::size_t, Uses> here;  // of each segment that has it
        std::size_t all = 0;
        std::optional<std::uint32_t> last;
        for (const auto& place : phrase.places) {
            if (place.sentence == last) continue;
            last = place.sentence;
            const auto segment = static_cast<std::size_t>(
                std::upper_bound(firsts_.begin(), firsts_.end(), place.sentence) - firsts_.begin() - 1);
            auto& uses = here[segment];
            if (uses.sentences++ == 0) uses.first = place.sentence;
            ++all;
        }
        const double weight = (is_doubtful(phrase) ? unconfirmed_worth : 1) * length_weight(phrase) *
                              (is_part(phrase) ? part_worth : 1) * (is_generic(phrase) ? generic_worth : 1);
        for (const auto& [segment, uses] : here) {
            const auto length = end_of(segment, firsts_, words_) - firsts_[segment];
            double score = static_cast<double>(uses.sentences);
            if (firsts_.size() > 1)
                score = keyness(score, static_cast<double>(length), static_cast<double>(all),
                                static_cast<double>(words_.sentences.size()));
            if (uses.sentences < rare) score *= 0.1;
            if (uses.first - firsts_[segment] < opening) score *= said_early;
            score *= static_cast<double>(std::min(uses.sentences, often)) / static_cast<double>(often);
            if (score > 0) ranked_[segment].push_back({&phrase, score * weight, uses.first});
        }
    }

    const Words& words_;
    const std::vector<std::size_t>& firsts_;
    const Language& language_;
    const Nouns& nouns_;
    std::set<std::string_view> generic_;
    std::vector<Phrase> phrases_;
    std::vector<std::vector<Candidate>> ranked_;
};

// The segment that a headline belongs to: the one that has it clearest, of two the first one. What three
// segments have is the name of a series: it belongs to none.
std::optional<std::size_t> owner_of(const std::map<std::size_t, double>& scores) {
    if (scores.size() > 2) return std::nullopt;
    const auto [first, score] = *scores.begin();
    const auto [last, last_score] = *scores.rbegin();
    return last_score > clearly_better * score ? last : first;
}

// The headlines of each segment, without those that several segments have.
std::vector<std::vector<Headline>> headlines_of(const Words& words, const std::vector<std::size_t>& firsts,
                                                const Nouns& nouns) {
    StemCounts counts(words);
    const bool conversation = is_conversation(words);
    const HeadlineFinder finder(words, nouns, counts, !conversation);
    const double least = conversation ? least_in_talk : least_headline;
    std::vector<std::vector<Headline>> all;
    // The scores of each headline, one a segment.
    std::map<std::vector<StemId>, std::map<std::size_t, double>> uses;
    for (std::size_t segment = 0; segment < firsts.size(); ++segment) {
        const auto end = end_of(segment, firsts, words);
        counts.select(firsts[segment], end);
        all.push_back(finder.find(firsts[segment], end));
        std::erase_if(all.back(), [&](const Headline& headline) { return headline.score < least; });
        for (const auto& headline : all.back())
            uses[headline.stems].try_emplace(segment, headline.score);
    }
    for (std::size_t segment = 0; segment < firsts.size(); ++segment) {
        std::erase_if(all[segment],
                      [&](const Headline& headline) { return owner_of(uses[headline.stems]) != segment; });
    }
    return all;
}

}  // namespace

std::vector<Name> name_segments(const Words& words, const std::vector<std::size_t>& firsts) {
    const Nouns nouns(words);
    const NameWriter writer(words);
    const auto& language = language_of(words.language);
    const auto headlines = headlines_of(words, firsts, nouns);
    const PhraseRanking ranking(words, firsts, nouns);

    std::set<std::string> taken;
    const auto usable = [&](const std::string& text) {
        return !text.empty() && text.size() <= longest_name && !taken.contains(text);
    };
    std::vector<Name> names;
    for (std::size_t segment = 0; segment < firsts.size(); ++segment) {
        Name name{"Part " + std::to_string(segment + 1), NameOrigin::number, firsts[segment]};
        for (const auto& headline : headlines[segment]) {
            auto text = writer.write(headline.places, headline.form);
            if (!usable(text)) continue;
            name = {std::move(text), NameOrigin::headline, headline.places.front().sentence};
            break;
        }
        if (name.origin == NameOrigin::number) {
            const auto& candidates = ranking.of(segment);
            for (std::size_t i = 0; i < candidates.size(); ++i) {
                auto text = name_of(*candidates[i].phrase, writer);
                if (!usable(text)) continue;
                auto sentence = candidates[i].sentence;
                if (const auto second = ranking.companion(segment, i)) {
                    const auto* compound = ranking.compound(segment, *candidates[i].phrase, *second->phrase);
                    const auto longer = compound != nullptr ? name_of(*compound->phrase, writer)
                                                            : text + ' ' + std::string(language.conjunction) +
                                                                  ' ' + name_of(*second->phrase, writer);
                    if (usable(longer)) {
                        text = longer;
                        sentence = compound != nullptr ? compound->sentence : second->sentence;
                    }
                }
                name = {std::move(text), NameOrigin::phrase, sentence};
                break;
            }
        }
        taken.insert(name.text);
        names.push_back(std::move(name));
    }
    return names;
}

}  // namespace lectern::topics
