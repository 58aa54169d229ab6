#include "media/speech/base/hallucinations.hpp"

#include "domain/base/ascii.hpp"
#include "media/speech/base/silence.hpp"
#include "media/speech/base/tidy_line.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {
namespace {

constexpr double doubtful_no_speech = 0.6;  // Whisper's authors use these two limits together
constexpr double doubtful_logprob = -1.0;
constexpr std::size_t short_text_words = 8;
constexpr double mostly = 0.9;
constexpr double fastest_words = 5;   // a second
constexpr double burst_slack = 0.2;   // seconds
constexpr double least_bursts = 0.4;  // for each word
constexpr double most_bursts = 4;
constexpr std::size_t most_repetitions = 30;  // nobody says the same so often

bool is_word_byte(unsigned char c) {
    return c >= 0x80 || ascii::is_letter_or_digit(static_cast<char>(c));
}

// Words in lower case (ASCII) without punctuation.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    bool inside = false;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (!is_word_byte(byte) && c != '\'') {
            inside = false;
            continue;
        }
        if (!inside) words.emplace_back();
        inside = true;
        words.back() += ascii::lower(c);
    }
    return words;
}

// What the audio tells of the words that an engine heard.
struct Evidence {
    const std::vector<Silence>& silences;
    const std::vector<double>& bursts;

    // Whether so many words may have been said there.
    bool allows(std::size_t words, double start, double end) const {
        const double audible = audible_seconds(start, end, silences);
        const auto count = static_cast<double>(words);
        if (audible <= 0 || count > fastest_words * audible) return false;
        const auto from = std::ranges::lower_bound(bursts, start - burst_slack);
        const auto to = std::ranges::upper_bound(bursts, end + burst_slack);
        const auto heard = static_cast<double>(std::max<std::ptrdiff_t>(to - from, 0));
        return heard >= least_bursts * count && heard <= most_bursts * count + most_bursts;
    }
};

// A phrase that is repeated five times or more is kept once, unless it was said so often.
std::string without_loops(const std::string& text, double start, double end, const Evidence& evidence) {
    constexpr std::size_t times = 5;
    constexpr std::size_t longest_phrase = 12;
    std::vector<std::string> shown;  // the words as written
    std::vector<std::string> bare;   // the same, to compare
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t space = std::min(text.find(' ', at), text.size());
        shown.push_back(text.substr(at, space - at));
        at = space + 1;
        bare.emplace_back();
        for (const std::string& part : words_of(shown.back()))
            bare.back() += part;
    }
    const auto repeats = [&](std::size_t at, std::size_t period) {
        std::size_t count = 1;
        const auto word = [&](std::size_t i) { return bare.begin() + static_cast<std::ptrdiff_t>(i); };
        while (at + (count + 1) * period <= bare.size() &&
               std::equal(word(at), word(at + period), word(at + count * period))) {
            ++count;
        }
        return count;
    };
    std::string kept;
    for (std::size_t at = 0; at < shown.size();) {
        std::size_t take = 1;
        std::size_t skip = 1;
        for (std::size_t period = 1; period <= longest_phrase; ++period) {
            const std::size_t count = repeats(at, period);
            if (count < times) continue;
            // The loop's part of the time, by its part of the words.
            const auto part = [&](std::size_t words) {
                return start + (end - start) * static_cast<double>(words) / static_cast<double>(shown.size());
            };
            if (count <= most_repetitions &&
                evidence.allows(period * count, part(at), part(at + period * count))) {
                take = skip = period * count;
                break;
            }
            take = period;
            skip = period * count;
            break;
        }
        for (std::size_t i = at; i < at + take; ++i)
            kept += (kept.empty() ? "" : " ") + shown[i];
        at += skip;
    }
    return kept;
}

bool is_doubtful(const Heard& heard, std::size_t words, const std::vector<Silence>& silences) {
    if (heard.no_speech.value_or(0) > doubtful_no_speech &&
        heard.average_logprob.value_or(0) < doubtful_logprob) {
        return true;
    }
    // A text without a duration still has a position.
    const double end = std::max(heard.end, heard.start + 0.05);
    const double length = end - heard.start;
    return words <= short_text_words &&
           length - audible_seconds(heard.start, end, silences) >= mostly * length;
}

// The words of the segments that were kept, in their order.
class Repetitions {
public:
    bool is_another(const std::vector<std::string>& words, bool allowed_by_audio) const {
        const std::size_t n = kept_.size();
        if (allowed_by_audio) {
            return n >= most_repetitions &&
                   std::all_of(kept_.end() - static_cast<std::ptrdiff_t>(most_repetitions), kept_.end(),
                               [&](const auto& other) { return other == words; });
        }
        // A lecturer may well say "Okay." twice, but not a sentence.
        const std::size_t allowed = words.size() >= 4 ? 1 : 2;
        if (n >= allowed && std::all_of(kept_.end() - static_cast<std::ptrdiff_t>(allowed), kept_.end(),
                                        [&](const auto& other) { return other == words; })) {
            return true;
        }
        return n >= 3 && kept_[n - 2] == words && kept_[n - 1] == kept_[n - 3];  // a, b, a, b
    }
    void keep(std::vector<std::string> words) { kept_.push_back(std::move(words)); }

private:
    std::vector<std::vector<std::string>> kept_;
};

// The times of engines are exact to some tenths of a second. Near a silence, speech ends where it begins and
// begins where it ends.
void fit_to_silences(Heard& segment, const std::vector<Silence>& silences) {
    constexpr double near = 0.4;
    constexpr double shortest = 0.1;
    const Heard told = segment;
    const auto is_near = [](double time, const Silence& silence) {
        return silence.start - near <= time && time <= silence.end + near;
    };
    for (const Silence& silence : silences) {
        if (is_near(told.start, silence) && silence.end < told.end - shortest) segment.start = silence.end;
    }
    for (const Silence& silence : silences) {
        if (is_near(told.end, silence) && silence.start > segment.start + shortest) {
            segment.end = silence.start;
            break;
        }
    }
}

}  // namespace

bool is_no_speech(std::string_view text) {
    char closer = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (closer != 0) {
            if (c == closer) closer = 0;
            continue;
        }
        const char wanted = c == '[' ? ']' : c == '(' ? ')' : c == '*' ? '*' : '\0';
        if (wanted != 0 && text.find(wanted, i + 1) != std::string_view::npos) {
            closer = wanted;
        } else if (text.substr(i).starts_with("\u266A") || text.substr(i).starts_with("\u266B") ||
                   text.substr(i).starts_with("\u2026")) {
            i += 2;  // notes of music, three dots: three bytes each
        } else if (is_word_byte(static_cast<unsigned char>(c))) {
            return false;
        }
    }
    return true;
}

std::vector<Heard> drop_hallucinations(std::vector<Heard> heard, const std::vector<Silence>& silences,
                                       double duration, const std::vector<double>& bursts) {
    for (Heard& one : heard) {
        one.start = std::isfinite(one.start) ? std::clamp(one.start, 0.0, duration) : 0;
        one.end = std::isfinite(one.end) ? std::clamp(one.end, one.start, duration) : one.start;
    }
    std::stable_sort(heard.begin(), heard.end(),
                     [](const Heard& a, const Heard& b) { return a.start < b.start; });

    const Evidence evidence{silences, bursts};
    std::vector<Heard> kept;
    Repetitions repetitions;
    for (Heard& one : heard) {
        one.text = without_loops(tidy_line(one.text), one.start, one.end, evidence);
        if (is_no_speech(one.text)) continue;
        std::vector<std::string> words = words_of(one.text);
        if (is_doubtful(one, words.size(), silences) ||
            repetitions.is_another(words, evidence.allows(words.size(), one.start, one.end)))
            continue;
        fit_to_silences(one, silences);
        if (!kept.empty()) {
            one.start = std::max(one.start, kept.back().start);
            kept.back().end = std::min(kept.back().end, std::max(one.start, kept.back().start));
            one.end = std::max(one.end, one.start);
        }
        repetitions.keep(std::move(words));
        kept.push_back(std::move(one));
    }
    return kept;
}

bool has_false_loops(const std::vector<Heard>& heard, const std::vector<Silence>& silences,
                     const std::vector<double>& bursts) {
    const Evidence evidence{silences, bursts};
    return std::ranges::any_of(heard, [&](const Heard& one) {
        const std::string text = tidy_line(one.text);
        return without_loops(text, one.start, one.end, evidence) != text;
    });
}

}  // namespace lectern::media
