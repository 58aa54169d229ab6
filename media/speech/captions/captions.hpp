#pragma once

#include "domain/lecture/transcript.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::media {

// A longer file is not a subtitle file.
constexpr std::size_t max_caption_bytes = 16 << 20;

// Reads SubRip or WebVTT, in UTF-8, UTF-16 with a byte order mark, or else Latin-1, with any line ends.
// Removes markup and resolves entities. Numbers, blank lines and headers may be missing; text without times
// is skipped. Ordered by start. Empty if nothing can be read or the text is longer than max_caption_bytes.
// Pure, linear.
std::vector<TranscriptSegment> parse_captions(std::string_view text);

// Turns captions as they are shown into captions as they are spoken: words that rolling captions repeat are
// kept once, captions for sounds ("[Applause]") are dropped, no caption ends after the next one starts, and
// all times lie inside [0, duration].
std::vector<TranscriptSegment> spoken_captions(std::vector<TranscriptSegment> captions, double duration);

// What a person should know of captions as they were read: that they begin late, end early, or go on after
// the end of the recording. "" if they fit.
std::string fault_of_captions(const std::vector<TranscriptSegment>& captions, double duration);

// Whether captions are a transcript of the whole recording. Some have only a few lines, or a greeting.
bool cover_the_speech(const std::vector<TranscriptSegment>& captions, double duration);

}  // namespace lectern::media
