#include "domain/lecture/cues.hpp"
#include "domain/lecture/transcript.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace lectern {
namespace {

std::int64_t to_milliseconds(double seconds) {
    // NaN becomes 0. The limit is 1000 hours; no recording is longer.
    return seconds > 0 ? std::llround(std::min(seconds, 3.6e6) * 1000) : 0;
}

std::string time_text(std::int64_t milliseconds, char fraction) {
    char text[40];
    std::snprintf(text, sizeof text, "%02d:%02d:%02d%c%03d", static_cast<int>(milliseconds / 3'600'000),
                  static_cast<int>(milliseconds / 60'000 % 60), static_cast<int>(milliseconds / 1000 % 60),
                  fraction, static_cast<int>(milliseconds % 1000));
    return text;
}

std::string timing_line(const TranscriptSegment& segment, char fraction) {
    const std::int64_t start = to_milliseconds(segment.start);
    // Players ignore a cue that ends at its own start.
    const std::int64_t end = std::max(to_milliseconds(segment.end), start + 1);
    return time_text(start, fraction) + " --> " + time_text(end, fraction) + "\n";
}

// A line break inside the text could end the cue.
std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
}

std::string escape_markup(const std::string& text) {
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            default:
                escaped += c;
        }
    }
    return escaped;
}

// A reader of SubRip recognises a line of times by its arrow, "-->", and the format has no way to escape one.
std::string without_arrow(const std::string& text) {
    std::string safe;
    for (const char c : text) {
        if (c == '>') {
            while (safe.ends_with("--"))
                safe.pop_back();
        }
        safe += c;
    }
    return safe;
}

// The segments as cues, with their line feeds.
std::vector<TranscriptSegment> shown(const Transcript& transcript) {
    std::vector<TranscriptSegment> segments = transcript.segments;
    for (TranscriptSegment& segment : segments)
        segment.text = one_line(std::move(segment.text));
    constexpr double endless = 3.6e6;
    std::vector<TranscriptSegment> cues =
        fit_cues(segments, transcript.duration > 0 ? transcript.duration : endless);
    for (TranscriptSegment& cue : cues)
        cue.text = cue_lines(cue.text).value_or(cue.text);
    return cues;
}

}  // namespace

std::string to_webvtt(const Transcript& transcript) {
    std::string text = "WEBVTT\n";
    for (const TranscriptSegment& cue : shown(transcript))
        text += "\n" + timing_line(cue, '.') + escape_markup(cue.text) + "\n";
    return text;
}

std::string to_subrip(const Transcript& transcript) {
    std::string text;
    std::size_t number = 0;
    for (const TranscriptSegment& cue : shown(transcript)) {
        if (number > 0) text += "\n";
        text += std::to_string(++number) + "\n" + timing_line(cue, ',') + without_arrow(cue.text) + "\n";
    }
    return text;
}

}  // namespace lectern
