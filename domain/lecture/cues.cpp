#include "domain/lecture/cues.hpp"

#include "domain/base/characters.hpp"
#include "domain/lecture/sentence_end.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

namespace lectern {
namespace {

constexpr double shortest = 0.2;  // seconds; a cue that is shorter cannot be seen
constexpr double readable = 0.5;  // seconds; what such a cue gets if there is room
constexpr double slowest = 6;     // characters a second; a text that stands longer is not spoken so long

// What a division of a sentence costs; the cheapest one is taken.
constexpr double for_each_cue = 30;
constexpr double for_no_comma = 60;   // at the end of a cue
constexpr double for_a_bad_end = 25;  // "the", "of"
constexpr double for_few_words = 60;
constexpr double for_a_pause = 60;  // inside a cue, a second
constexpr double long_pause = 0.6;  // seconds; ends a cue as well as a comma does
constexpr std::size_t few_characters = 16;

constexpr std::array<std::string_view, 22> bad_ends = {
    "a",  "an", "the", "of", "to",   "in",  "on",  "at",  "by",  "for",  "and",
    "or", "is", "are", "my", "your", "his", "her", "its", "our", "with", "that"};

// The bytes of the first `count` characters.
std::size_t bytes_of(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    for (; count > 0 && at < text.size(); --count)
        next_character(text, at);
    return at;
}

using Words = std::span<const SpokenWord>;

std::string text_of(Words words) {
    std::string text;
    for (const SpokenWord& word : words)
        text += (text.empty() || word.glued ? "" : " ") + word.text;
    return text;
}

bool ends_clause(std::string_view text) {
    for (const std::string_view mark : {",", ";", ":", "\u2014", "\u2013", ".", "?", "!", "\u3001", "\uFF0C"})
        if (text.ends_with(mark)) return true;
    return false;
}

// What a cue of these words costs, if `next` follows in the same sentence.
std::optional<double> cost_of(Words words, const SpokenWord* next) {
    const std::string text = text_of(words);
    const bool one = words.size() == 1;
    if (!one && (words.back().end - words.front().start > cue_seconds || !cue_lines(text))) return {};
    double cost = for_each_cue;
    for (std::size_t i = 1; i < words.size(); ++i)
        cost += for_a_pause * std::max(0.0, words[i].start - words[i - 1].end - long_pause);
    const std::size_t size = count_characters(text);
    const double empty = 1 - std::min(1.0, static_cast<double>(size) / (2 * cue_line));
    cost += 30 * empty * empty;
    if (size < few_characters) cost += for_few_words;
    if (next == nullptr) return cost;
    if (!ends_clause(text)) {
        const double pause = std::clamp((next->start - words.back().end) / long_pause, 0.0, 1.0);
        cost += for_no_comma * (1 - pause);
        if (std::ranges::find(bad_ends, words.back().text) != bad_ends.end()) cost += for_a_bad_end;
    }
    return cost;
}

TranscriptSegment cue_of(Words words) {
    return {words.front().start, words.back().end, text_of(words)};
}

void lay_out(Words sentence, std::vector<TranscriptSegment>& cues) {
    const bool fits = sentence.back().end - sentence.front().start <= cue_seconds;
    if (fits && cue_lines(text_of(sentence))) return cues.push_back(cue_of(sentence));
    const std::size_t n = sentence.size();
    constexpr double never = std::numeric_limits<double>::infinity();
    std::vector<double> best(n + 1, never);  // of the first words
    std::vector<std::size_t> from(n + 1, 0);
    best[0] = 0;
    for (std::size_t end = 1; end <= n; ++end) {
        for (std::size_t begin = end; begin-- > 0;) {
            const auto cost =
                cost_of(sentence.subspan(begin, end - begin), end < n ? &sentence[end] : nullptr);
            if (!cost) break;  // more words do not fit either
            if (best[begin] + *cost >= best[end]) continue;
            best[end] = best[begin] + *cost;
            from[end] = begin;
        }
    }
    const std::size_t first = cues.size();
    for (std::size_t end = n; end > 0; end = from[end])
        cues.push_back(cue_of(sentence.subspan(from[end], end - from[end])));
    std::reverse(cues.begin() + static_cast<std::ptrdiff_t>(first), cues.end());
}

double in_range(double second, double duration) {
    return second > 0 ? std::min(second, duration) : 0;  // NaN is 0
}

// Puts the cues in order, one after the other, and gives each one a length.
void give_lengths(std::vector<TranscriptSegment>& cues, double duration) {
    for (TranscriptSegment& cue : cues) {
        cue.start = in_range(cue.start, duration);
        cue.end =
            std::clamp(in_range(cue.end, duration), cue.start, std::min(cue.start + cue_seconds, duration));
    }
    for (std::size_t i = 0; i + 1 < cues.size(); ++i) {
        if (cues[i + 1].start > cues[i].start) cues[i].end = std::min(cues[i].end, cues[i + 1].start);
    }
    for (std::size_t i = 0; i < cues.size();) {
        // Cues that begin at the same time share what time there is.
        std::size_t end = i + 1;
        while (end < cues.size() && cues[end].start - cues[i].start < shortest * static_cast<double>(end - i))
            ++end;
        if (end == i + 1 && cues[i].end - cues[i].start >= shortest &&
            (i == 0 || cues[i - 1].end <= cues[i].start)) {
            i = end;
            continue;
        }
        const auto count = static_cast<double>(end - i);
        double start = i > 0 ? std::max(cues[i].start, cues[i - 1].end) : cues[i].start;
        const double limit = end < cues.size() ? cues[end].start : duration;
        double until = 0;
        for (std::size_t k = i; k < end; ++k)
            until = std::max(until, cues[k].end);
        until = std::min(std::max(until, start + readable * count), std::max(limit, start));
        if (until - start < shortest * count) {  // at the end of the recording
            const double least = i > 0 ? cues[i - 1].start + shortest : 0;
            start = std::max(std::min(start, until - shortest * count), std::min(least, until));
            if (i > 0) cues[i - 1].end = std::min(cues[i - 1].end, start);
        }
        std::size_t all = 0;
        for (std::size_t k = i; k < end; ++k)
            all += cues[k].text.size() + 1;
        std::size_t done = 0;
        for (std::size_t k = i; k < end; ++k) {
            const auto share = [&](std::size_t bytes) {
                return start + (until - start) * static_cast<double>(bytes) / static_cast<double>(all);
            };
            cues[k].start = share(done);
            done += cues[k].text.size() + 1;
            cues[k].end = std::min(share(done), cues[k].start + cue_seconds);
        }
        i = end;
    }
}

std::vector<TranscriptSegment> laid_out(Words words) {
    std::vector<TranscriptSegment> cues;
    for (std::size_t begin = 0; begin < words.size();) {
        std::size_t end = begin;
        while (end < words.size() && !words[end].ends_sentence)
            ++end;
        end = std::min(end + 1, words.size());
        lay_out(words.subspan(begin, end - begin), cues);
        begin = end;
    }
    return cues;
}

}  // namespace

std::optional<std::string> cue_lines(std::string_view text) {
    if (count_characters(text) <= cue_line) return std::string(text);
    if (count_characters(text) > 2 * cue_line + 1) return {};
    // The best place is near the middle, behind a comma.
    std::optional<std::string> lines;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t space = text.find(' '); space != std::string_view::npos;
         space = text.find(' ', space + 1)) {
        const std::string_view upper = text.substr(0, space);
        const std::string_view lower = text.substr(space + 1);
        const std::size_t above = count_characters(upper);
        const std::size_t below = count_characters(lower);
        if (above > cue_line || below > cue_line) continue;
        const double cost =
            std::abs(static_cast<double>(above) - static_cast<double>(below)) - (ends_clause(upper) ? 12 : 0);
        if (cost >= least) continue;
        least = cost;
        lines = std::string(upper) + '\n' + std::string(lower);
    }
    // Scripts without spaces.
    const bool spaced = text.substr(0, bytes_of(text, cue_line)).find(' ') != std::string_view::npos;
    if (lines || spaced || count_characters(text) > 2 * cue_line) return lines;
    const std::size_t half = bytes_of(text, (count_characters(text) + 1) / 2);
    return std::string(text.substr(0, half)) + '\n' + std::string(text.substr(half));
}

std::vector<SpokenWord> estimated_words(std::string_view text, double start, double end) {
    std::vector<SpokenWord> words;
    const double all = static_cast<double>(std::max<std::size_t>(text.size(), 1));
    const auto time_at = [&](std::size_t bytes) {
        return start + std::max(end - start, 0.0) * static_cast<double>(bytes) / all;
    };
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ') {
            ++at;
            continue;
        }
        const std::size_t stop = std::min(text.find(' ', at), text.size());
        bool glued = false;
        while (at < stop) {
            const std::string_view rest = text.substr(at, stop - at);
            const bool is_short = bytes_of(rest, cue_line) == rest.size();  // and is not divided
            const std::size_t take = is_short ? rest.size() : bytes_of(rest, cue_line / 2);
            words.push_back(
                {time_at(at), time_at(at + take), std::string(text.substr(at, take)), glued, false});
            glued = true;
            at += take;
        }
        words.back().ends_sentence = ends_sentence(text.substr(0, stop));
    }
    return words;
}

std::vector<TranscriptSegment> cues_of(std::vector<SpokenWord> words, double duration) {
    for (std::size_t i = 1; i < words.size(); ++i) {
        words[i].start = std::max(words[i].start, words[i - 1].start);
        words[i].end = std::max(words[i].end, words[i].start);
        words[i - 1].end = std::min(words[i - 1].end, words[i].start);
    }
    auto cues = laid_out(words);
    give_lengths(cues, duration);
    return cues;
}

std::vector<TranscriptSegment> fit_cues(const std::vector<TranscriptSegment>& segments, double duration) {
    std::vector<TranscriptSegment> cues;
    for (const TranscriptSegment& segment : segments) {
        const double start = in_range(segment.start, duration);
        const double end = std::max(in_range(segment.end, duration), start);
        const double size = static_cast<double>(count_characters(segment.text));
        const bool fits = end - start <= cue_seconds || size < slowest * (end - start);
        if (fits && cue_lines(segment.text)) {
            cues.push_back({start, end, segment.text});
            continue;
        }
        auto parts = laid_out(estimated_words(segment.text, start, end));
        std::ranges::move(parts, std::back_inserter(cues));
    }
    give_lengths(cues, duration);
    return cues;
}

}  // namespace lectern
