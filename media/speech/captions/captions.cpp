#include "media/speech/captions/captions.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/time.hpp"
#include "media/speech/base/hallucinations.hpp"
#include "media/speech/captions/caption_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

namespace lectern::media {
namespace {

constexpr std::size_t max_cues = 200'000;
constexpr std::size_t max_cue_bytes = 4000;
constexpr double contiguous_seconds = 0.5;
constexpr std::size_t most_repeated_words = 64;  // what a screen holds
// Lectures begin and end with some silence: so many seconds, or this part of the recording.
constexpr double least_uncovered = 10;
constexpr double uncovered_part = 0.1;

bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= 9 && std::all_of(text.begin(), text.end(), ascii::is_digit);
}

// "[hh:]mm:ss[.,]fff" at the front of `text`, which moves behind it.
std::optional<double> take_time(std::string_view& text) {
    double seconds = 0;
    for (int part = 0; part < 3; ++part) {
        int value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || value < 0 || !ascii::is_digit(text.front())) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        seconds = seconds * 60 + value;
        if (!text.starts_with(':')) {
            if (part == 0) return std::nullopt;
            break;
        }
        if (part == 2) return std::nullopt;
        text.remove_prefix(1);
        if (text.empty()) return std::nullopt;
    }
    if (text.starts_with('.') || text.starts_with(',')) {
        text.remove_prefix(1);
        for (double unit = 0.1; !text.empty() && ascii::is_digit(text.front()); unit /= 10) {
            seconds += unit * (text.front() - '0');
            text.remove_prefix(1);
        }
    }
    return seconds;
}

struct Timing {
    double start;
    double end;
};

// "00:01.000 --> 00:02.000 align:start"
std::optional<Timing> timing_of(std::string_view line) {
    line = ascii::trimmed(line);
    const auto start = take_time(line);
    line = ascii::trimmed(line);
    if (!start || !line.starts_with("-->")) return std::nullopt;
    line = ascii::trimmed(line.substr(3));
    if (line.empty()) return std::nullopt;
    const auto end = take_time(line);
    if (!end || !(line.empty() || line.front() == ' ' || line.front() == '\t')) return std::nullopt;
    return Timing{*start, std::max(*end, *start)};
}

// Removes the first line from `text`, with any kind of line end.
std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    text.remove_prefix(text.starts_with("\r\n") ? 2 : text.empty() ? 0 : 1);
    return line;
}

std::vector<std::string_view> split_words(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0) words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

// How many words at the start of `now` repeat the end of `before`.
std::size_t repeated_words(const TranscriptSegment& before, const TranscriptSegment& now) {
    if (now.start - before.end > contiguous_seconds) return 0;
    const auto old_words = split_words(before.text);
    const auto new_words = split_words(now.text);
    for (std::size_t n = std::min({old_words.size(), new_words.size(), most_repeated_words}); n > 0; --n) {
        // One or two equal words may be chance, unless the caption has no more.
        if (n < 3 && n < old_words.size() && n < new_words.size()) return 0;
        if (std::equal(old_words.end() - static_cast<std::ptrdiff_t>(n), old_words.end(),
                       new_words.begin())) {
            return n;
        }
    }
    return 0;
}

std::string without_words(std::string_view text, std::size_t count) {
    for (; count > 0 && !text.empty(); --count) {
        const std::size_t space = text.find(' ');
        text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    }
    return std::string(text);
}

// Whether the captions roll: most of them repeat words of the one before.
bool is_rolling(const std::vector<std::size_t>& repeated) {
    const auto rolling = std::count_if(repeated.begin(), repeated.end(), [](std::size_t n) { return n > 0; });
    return rolling >= 3 && static_cast<std::size_t>(rolling) * 4 >= repeated.size();
}

}  // namespace

std::vector<TranscriptSegment> parse_captions(std::string_view bytes) {
    if (bytes.size() > max_caption_bytes) return {};
    const std::string text = caption_file_to_utf8(bytes);
    std::string_view rest = text;
    std::vector<TranscriptSegment> cues;
    std::optional<Timing> timing;
    std::vector<std::string_view> lines;
    const auto close = [&] {
        if (!timing) return;
        std::string joined;
        for (const std::string_view line : lines) {
            if (joined.size() + line.size() > max_cue_bytes) break;
            joined += joined.empty() ? "" : " ";
            joined += line;
        }
        joined = plain_caption_text(joined);
        if (!joined.empty()) cues.push_back({timing->start, timing->end, std::move(joined)});
        timing.reset();
    };
    while (!rest.empty() && cues.size() < max_cues) {
        const std::string_view line = take_line(rest);
        if (const auto next = timing_of(line)) {
            // If the blank line is missing, the last line is the number of this cue.
            if (timing && !lines.empty() && is_number(ascii::trimmed(lines.back()))) lines.pop_back();
            close();
            lines.clear();
            timing = next;
        } else if (ascii::trimmed(line).empty()) {
            // A cue of a rolling display may begin with a blank line.
            if (!lines.empty()) close();
        } else if (timing) {
            lines.push_back(line);
        }
    }
    close();
    std::stable_sort(cues.begin(), cues.end(),
                     [](const auto& a, const auto& b) { return a.start < b.start; });
    return cues;
}

std::vector<TranscriptSegment> spoken_captions(std::vector<TranscriptSegment> captions, double duration) {
    std::erase_if(captions, [&](const TranscriptSegment& caption) {
        return !(caption.start >= 0 && caption.start < duration) || is_no_speech(caption.text);
    });
    std::stable_sort(captions.begin(), captions.end(),
                     [](const auto& a, const auto& b) { return a.start < b.start; });
    std::vector<std::size_t> repeated(captions.size());
    for (std::size_t i = 1; i < captions.size(); ++i)
        repeated[i] = repeated_words(captions[i - 1], captions[i]);
    const bool rolling = is_rolling(repeated);

    std::vector<TranscriptSegment> kept;
    for (std::size_t i = 0; i < captions.size(); ++i) {
        TranscriptSegment& caption = captions[i];
        caption.end =
            std::clamp(std::isfinite(caption.end) ? caption.end : caption.start, caption.start, duration);
        std::string text = rolling ? without_words(caption.text, repeated[i]) : caption.text;
        const bool twice = !kept.empty() && kept.back().start == caption.start && kept.back().text == text;
        if (text.empty() || twice) {
            // The same words, shown longer.
            if (!kept.empty() && !rolling) kept.back().end = std::max(kept.back().end, caption.end);
            continue;
        }
        if (!kept.empty()) kept.back().end = std::min(kept.back().end, caption.start);
        kept.push_back({caption.start, caption.end, std::move(text)});
    }
    return kept;
}

std::string fault_of_captions(const std::vector<TranscriptSegment>& captions, double duration) {
    if (captions.empty()) return "The subtitles cannot be read.";
    double end = 0;
    for (const TranscriptSegment& caption : captions)
        end = std::max(end, caption.end);
    const double tolerated = std::max(least_uncovered, duration * uncovered_part);
    if (captions.front().start >= duration || end > duration + tolerated) {
        return "The subtitles go on until " + to_clock_text(end) + ", but the recording ends at " +
               to_clock_text(duration) + ": they may belong to another one.";
    }
    if (end < duration - tolerated) {
        return "The subtitles end at " + to_clock_text(end) + ", but the recording at " +
               to_clock_text(duration) + ".";
    }
    if (captions.front().start > tolerated)
        return "The subtitles begin only at " + to_clock_text(captions.front().start) + ".";
    return "";
}

bool cover_the_speech(const std::vector<TranscriptSegment>& captions, double duration) {
    if (captions.empty()) return false;
    std::size_t words = 0;
    for (const TranscriptSegment& caption : captions)
        words += split_words(caption.text).size();
    // Lecturers say 100 to 180 words a minute. Scripts without spaces are counted by bytes.
    std::size_t bytes = 0;
    for (const TranscriptSegment& caption : captions)
        bytes += caption.text.size();
    const double minutes = duration / 60;
    return static_cast<double>(std::max(words, bytes / 12)) >= 15 * minutes &&
           captions.back().end >= duration * 0.4;
}

}  // namespace lectern::media
