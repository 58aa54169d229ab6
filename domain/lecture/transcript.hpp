#pragma once

#include <string>
#include <vector>

namespace lectern {

// Times are seconds from the start of the recording.
struct TranscriptSegment {
    double start = 0;
    double end = 0;
    std::string text;  // UTF-8, trimmed, never empty
};

struct Silence {
    double start = 0;
    double end = 0;
};

// What was said, and when. Segments are ordered by start and lie inside [0, duration].
struct Transcript {
    std::string language;  // "en"; "" if unknown
    std::string engine;    // "whisper ggml-base.en", "subtitles", "remote whisper-1"
    double duration = 0;   // of the recording, seconds
    std::vector<TranscriptSegment> segments;
    std::vector<Silence> silences;  // quiet parts of the audio, ordered; empty if the audio was not analysed
    std::string notice = {};        // what a person should know of its making; "" = nothing
};

// WebVTT and SubRip of the same segments; see cues.hpp.
std::string to_webvtt(const Transcript& transcript);
std::string to_subrip(const Transcript& transcript);

}  // namespace lectern
