#include "domain/topics/sentences.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace lectern::topics {
namespace {

// Words; a sentence ends after so many. Speech recognisers sometimes leave out all punctuation for a while.
constexpr std::size_t most_words = 60;
// Seconds; a longer pause ends a sentence.
constexpr double longest_pause = 2.5;
// A text with less than one full stop for so many words counts as a text without punctuation.
constexpr std::size_t words_per_stop = 120;

// Twelve hours of speech have about 10 000 sentences. If there are more than this, neighbours are joined.
constexpr std::size_t most_sentences = 20000;

struct Piece {
    double start = 0;
    double end = 0;
    std::string_view text;
    bool ends_sentence = false;
};

constexpr std::string_view white_space = " \t\n\r\f\v";

bool is_space(char c) {
    return white_space.find(c) != std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
    return ascii::trimmed(text, white_space);
}

std::size_t word_count(std::string_view text) {
    std::size_t words = 0;
    bool inside = false;
    for (const char c : text) {
        if (!is_space(c) && !inside) ++words;
        inside = !is_space(c);
    }
    return words;
}

bool starts_with_any(std::string_view text, const auto& candidates, std::size_t& length) {
    for (const std::string_view candidate : candidates) {
        if (text.starts_with(candidate)) {
            length = candidate.size();
            return true;
        }
    }
    return false;
}

// Full stops that end a sentence only before white space, and full stops of scripts that write no space after
// them.
constexpr std::array<std::string_view, 5> stops_before_space{".", "!", "?", "…", "।"};
constexpr std::array<std::string_view, 5> stops_anywhere{"。", "！", "？", "؟", "۔"};
constexpr std::array<std::string_view, 8> closers{"\"", "'", ")", "]", "”", "’", "」", "»"};
constexpr std::array<std::string_view, 12> abbreviations{"mr", "mrs", "ms",  "dr",  "prof", "st",
                                                         "vs", "eg",  "e.g", "i.e", "fig",  "no"};

bool ends_in_abbreviation(std::string_view before_dot) {
    const auto space = before_dot.find_last_of(" \t\n(");
    const std::string word = ascii::lower(before_dot.substr(space == std::string_view::npos ? 0 : space + 1));
    // A single letter is an initial ("J. Smith"); a sentence that ends in "I." is rare.
    if (word.size() == 1 && ascii::is_letter(word[0])) return true;
    return std::find(abbreviations.begin(), abbreviations.end(), word) != abbreviations.end();
}

// The end of the first sentence of `text`, behind its full stop and closing quotes; npos if it has none.
std::size_t sentence_end(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 0;
        const auto rest = text.substr(at);
        const bool anywhere = starts_with_any(rest, stops_anywhere, length);
        if (!anywhere && !starts_with_any(rest, stops_before_space, length)) {
            ++at;
            continue;
        }
        const std::size_t stop = at;
        at += length;
        while (at < text.size() && (starts_with_any(text.substr(at), stops_anywhere, length) ||
                                    starts_with_any(text.substr(at), stops_before_space, length) ||
                                    starts_with_any(text.substr(at), closers, length))) {
            at += length;
        }
        const bool at_end = at >= text.size();
        if (!anywhere && !at_end && !is_space(text[at])) continue;
        if (text[stop] == '.' && !at_end && ends_in_abbreviation(text.substr(0, stop))) continue;
        // A sentence does not begin with a small letter: "It is approx. two" is one sentence.
        const auto next = trimmed(text.substr(at));
        if (!next.empty() && ascii::upper(next[0]) != next[0]) continue;
        return at;
    }
    return std::string_view::npos;
}

double in_range(double second, double last) {
    if (std::isnan(second)) return 0;
    return std::clamp(second, 0.0, last);
}

std::vector<Piece> ordered_segments(const Transcript& transcript) {
    const double last =
        transcript.duration > 0 ? transcript.duration : std::numeric_limits<double>::max() / 4;
    std::vector<Piece> segments;
    segments.reserve(transcript.segments.size());
    for (const auto& segment : transcript.segments) {
        const auto text = trimmed(segment.text);
        if (text.empty()) continue;
        const double start = in_range(segment.start, last);
        segments.push_back({start, std::max(start, in_range(segment.end, last)), text});
    }
    std::stable_sort(segments.begin(), segments.end(),
                     [](const Piece& a, const Piece& b) { return a.start < b.start; });
    // Segments can overlap (two speakers, careless subtitles): each one is ended where the next one begins.
    for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
        segments[i].end = std::min(segments[i].end, segments[i + 1].start);
    }
    return segments;
}

// Divides a segment at the ends of the sentences inside it. Times are estimated from the number of bytes.
void split_segment(const Piece& segment, std::vector<Piece>& pieces) {
    std::string_view rest = segment.text;
    while (!rest.empty()) {
        const auto offset = static_cast<double>(rest.data() - segment.text.data());
        const auto end = sentence_end(rest);
        const auto text = trimmed(rest.substr(0, end));
        const double seconds = segment.end - segment.start;
        const auto size = static_cast<double>(segment.text.size());
        Piece piece;
        piece.start = segment.start + seconds * offset / size;
        piece.ends_sentence = end != std::string_view::npos;
        rest = piece.ends_sentence ? trimmed(rest.substr(end)) : std::string_view{};
        piece.end =
            rest.empty()
                ? segment.end
                : segment.start + seconds * static_cast<double>(rest.data() - segment.text.data()) / size;
        piece.text = text;
        pieces.push_back(piece);
    }
}

// False for a text without a letter or digit ("- -", "..."), which is not a sentence of its own. Bytes
// outside ASCII count as letters.
bool says_something(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return ascii::is_letter_or_digit(c) || (c & 0x80) != 0; });
}

void append(Sentence& sentence, std::string_view text, double end) {
    sentence.text.append(" ").append(text);
    sentence.end = end;
}

std::vector<Sentence> joined(std::vector<Sentence> sentences, std::size_t most) {
    if (sentences.size() <= most) return sentences;
    const std::size_t group = (sentences.size() + most - 1) / most;
    std::vector<Sentence> groups;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        if (i % group == 0) {
            groups.push_back(std::move(sentences[i]));
        } else {
            append(groups.back(), sentences[i].text, sentences[i].end);
        }
    }
    return groups;
}

}  // namespace

std::vector<Sentence> split_sentences(const Transcript& transcript) {
    std::vector<Piece> pieces;
    std::size_t words = 0;
    for (const auto& segment : ordered_segments(transcript)) {
        split_segment(segment, pieces);
        words += word_count(segment.text);
    }
    const auto stops = static_cast<std::size_t>(
        std::count_if(pieces.begin(), pieces.end(), [](const Piece& piece) { return piece.ends_sentence; }));
    const bool punctuated = stops * words_per_stop >= words;

    std::vector<Sentence> sentences;
    std::size_t open_words = 0;
    bool open = false;
    for (const auto& piece : pieces) {
        if (open && piece.start - sentences.back().end > longest_pause) open = false;
        const bool silent = !sentences.empty() && !says_something(piece.text);
        if (open || silent) {
            append(sentences.back(), piece.text, piece.end);
        } else {
            sentences.push_back({piece.start, piece.end, std::string(piece.text)});
            open_words = 0;
        }
        open_words += word_count(piece.text);
        open = punctuated && !piece.ends_sentence && open_words < most_words;
    }
    return joined(std::move(sentences), most_sentences);
}

}  // namespace lectern::topics
