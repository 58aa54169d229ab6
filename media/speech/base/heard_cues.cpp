#include "media/speech/base/heard_cues.hpp"

#include "domain/lecture/cues.hpp"
#include "domain/lecture/sentence_end.hpp"
#include "media/speech/base/silence.hpp"
#include "media/speech/base/tidy_line.hpp"

#include <algorithm>

namespace lectern::media {
namespace {

constexpr double longest_gap = 1.5;  // seconds; what follows later is another sentence
constexpr double slowest = 3;        // bytes of text a second
// The same for a sentence that would not fit into one cue. Some engines take sounds that they do not
// understand for a part of the sentence before, and spread its words over all of it.
constexpr double slowest_for_long = 6;

// Moves a time out of the silences that lie before it: `spoken` seconds of speech after `start`.
double after_speech(double start, double spoken, const std::vector<Silence>& silences) {
    double time = start + spoken;
    for (const Silence& silence : silences) {
        if (silence.end <= start) continue;
        if (silence.start >= time) break;
        time += silence.end - std::max(silence.start, start);
    }
    return time;
}

std::vector<SpokenWord> told_words(const Heard& heard) {
    std::vector<SpokenWord> words;
    for (const SpokenToken& token : heard.tokens) {
        const bool begins = words.empty() || token.text.starts_with(' ');
        const std::string text = token.text.substr(token.text.starts_with(' ') ? 1 : 0);
        if (begins && !text.empty()) {
            words.push_back({token.start, token.end, text, false, false});
        } else if (!words.empty()) {
            words.back().text += text;
            words.back().end = std::max(words.back().end, token.end);
        }
    }
    std::string all;
    for (SpokenWord& word : words) {
        word.text = tidy_line(word.text);
        all += (all.empty() ? "" : " ") + word.text;
    }
    // The text may have been changed since.
    return all == heard.text ? words : std::vector<SpokenWord>();
}

std::vector<SpokenWord> words_of(const Heard& heard, const std::vector<Silence>& silences) {
    const double spoken = audible_seconds(heard.start, heard.end, silences);
    const auto size = static_cast<double>(heard.text.size());
    std::vector<SpokenWord> words = told_words(heard);
    double told = 0;
    for (const SpokenWord& word : words)
        told += audible_seconds(word.start, word.end, silences);
    const bool spread = told > cue_seconds && size < slowest_for_long * told && cue_lines(heard.text);
    if (spread) words.clear();
    // Scripts without spaces are divided between their characters.
    const bool usable = !words.empty() && std::ranges::all_of(words, [](const SpokenWord& word) {
        return word.text.size() <= cue_line;
    });
    if (!usable) {
        // Some engines tell the times of their pieces only. Few words are not spread over all of it.
        const bool few = spread || (size < slowest * spoken && cue_lines(heard.text));
        words = estimated_words(heard.text, 0, few ? std::min(spoken, cue_seconds) : spoken);
        for (SpokenWord& word : words) {
            word.end = few ? heard.start + word.end : after_speech(heard.start, word.end, silences);
            word.start =
                few ? heard.start + word.start : after_speech(heard.start, word.start + 1e-6, silences);
        }
    }
    std::string said;
    for (SpokenWord& word : words) {
        word.start = std::clamp(word.start, heard.start, heard.end);
        word.end = std::clamp(word.end, word.start, heard.end);
        said += (said.empty() || word.glued ? "" : " ") + word.text;
        word.ends_sentence = ends_sentence(said);
    }
    if (!words.empty()) {
        words.front().start = heard.start;
        if (usable) words.back().end = heard.end;
    }
    return words;
}

}  // namespace

std::vector<TranscriptSegment> cues_of(const std::vector<Heard>& sentences,
                                       const std::vector<Silence>& silences, double duration) {
    std::vector<SpokenWord> all;
    for (const Heard& heard : sentences) {
        if (!all.empty() && heard.start - all.back().end > longest_gap) all.back().ends_sentence = true;
        std::ranges::move(words_of(heard, silences), std::back_inserter(all));
    }
    return lectern::cues_of(std::move(all), duration);
}

void append_cues(std::vector<TranscriptSegment>& all, const std::vector<TranscriptSegment>& more,
                 double offset) {
    for (const TranscriptSegment& cue : more) {
        const TranscriptSegment moved{cue.start + offset, cue.end + offset, cue.text};
        const bool torn = !all.empty() && &cue == &more.front() && !ends_sentence(all.back().text) &&
                          moved.start - all.back().end <= longest_gap &&
                          moved.end - all.back().start <= cue_seconds &&
                          cue_lines(all.back().text + " " + moved.text);
        if (!torn) {
            all.push_back(moved);
            continue;
        }
        all.back().end = moved.end;
        all.back().text += " " + moved.text;
    }
}

}  // namespace lectern::media
