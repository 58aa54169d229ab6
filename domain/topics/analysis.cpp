#include "domain/topics/analysis.hpp"

#include "domain/topics/cut_points.hpp"
#include "domain/topics/names.hpp"
#include "domain/topics/new_words.hpp"
#include "domain/topics/opening_phrases.hpp"
#include "domain/topics/pauses.hpp"
#include "domain/topics/segmentation.hpp"
#include "domain/topics/sentences.hpp"
#include "domain/topics/summary.hpp"
#include "domain/topics/words.hpp"

#include <algorithm>
#include <utility>

namespace lectern::topics {
namespace {

// Weights of the scores: evidence in nats for a score of 1.
constexpr double cue_weight = 2;
constexpr double pause_weight = 0.5;
constexpr double novelty_weight = 0.5;
// Evidence, in nats, against a cut at a place without a silence, if the recording has silences.
constexpr double no_silence = 8;
// Cuts are kept to silences only if at least this share of the sentences has a silence before it.
constexpr double silences_expected = 0.2;
// A short part before the first word belongs to the first topic, a short part after the last word to the last
// one. Of a longer part only edge_kept belongs to them.
constexpr double short_edge = 10;  // seconds
constexpr double edge_kept = 1;    // seconds

using Silences = std::vector<std::optional<Silence>>;

std::vector<Unit> units_of(const std::vector<Sentence>& sentences, const Words& words,
                           const Silences& silences) {
    const auto pauses = pause_scores(sentences, silences);
    const auto novelty = new_word_scores(words);
    const auto heard =
        std::count_if(silences.begin(), silences.end(), [](const auto& s) { return s.has_value(); });
    const bool insist =
        static_cast<double>(heard) >= silences_expected * static_cast<double>(sentences.size()) && heard > 0;

    std::vector<Unit> units(sentences.size());
    for (std::size_t i = 0; i < units.size(); ++i) {
        auto& unit = units[i];
        unit.start = sentences[i].start;
        unit.end = sentences[i].end;
        unit.words = words.count(i);
        for (const auto& word : words.sentences[i]) {
            if (word.content) unit.stems.push_back(word.stem);
        }
        unit.opening = cue_weight * opening_phrase_score(words.sentences[i], words.language) +
                       pause_weight * pauses[i] + novelty_weight * novelty[i];
        if (insist && !silences[i]) unit.opening -= no_silence;
    }
    return units;
}

std::string_view origin_text(NameOrigin origin) {
    switch (origin) {
        case NameOrigin::headline:
            return "headline";
        case NameOrigin::phrase:
            return "phrase";
        case NameOrigin::number:
            break;
    }
    return "number";
}

double first_second(double speech) {
    return speech <= short_edge ? 0 : speech - edge_kept;
}

double last_second(double speech, double duration) {
    if (duration <= speech) return speech;  // the duration is unknown, or the speech lasts to the end
    return duration - speech <= short_edge ? duration : speech + edge_kept;
}

}  // namespace

std::vector<Topic> analyze(const Transcript& transcript, const AnalyzeOptions& options) {
    const auto sentences = split_sentences(transcript);
    if (sentences.empty()) return {};
    const auto words = split_words(sentences, transcript.language);
    const auto silences = silences_before(sentences, transcript.silences);
    const auto firsts = segment(units_of(sentences, words, silences), words.stems,
                                {options.shortest_topic, options.longest_topic});
    const auto names = name_segments(words, firsts);
    const auto summaries = summarize_segments(sentences, words, firsts);

    std::vector<Topic> topics(firsts.size());
    for (std::size_t i = 0; i < topics.size(); ++i) {
        const auto& source = sentences[names[i].sentence];
        topics[i].name = names[i].text;
        topics[i].name_source = NameSource{origin_text(names[i].origin), source.text, source.start};
        topics[i].summary = summaries[i];
        if (i == 0) continue;
        const auto cut = cut_between(sentences[firsts[i] - 1], sentences[firsts[i]], silences[firsts[i]]);
        topics[i - 1].end = cut.end;
        topics[i].start = cut.begin;
    }
    topics.front().start = first_second(sentences.front().start);
    topics.back().end = last_second(sentences.back().end, transcript.duration);
    // A transcript whose times do not advance gives topics without length.
    std::erase_if(topics, [](const Topic& topic) { return topic.end <= topic.start; });
    return topics;
}

}  // namespace lectern::topics
