#pragma once

#include "domain/lecture/transcript.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace lectern::media {

// More than this is no subtitle file.
constexpr std::size_t max_caption_bytes = 16 << 20;

// Reads SubRip or WebVTT, whichever it is: UTF-8, UTF-16 with a byte order mark, or else Latin-1; any line
// ends; markup and entities are resolved. Forgives missing numbers, blank lines and headers; what has no
// times is passed over. Ordered by start; empty if there is nothing to read or the text is longer than
// max_caption_bytes. Pure, linear.
std::vector<TranscriptSegment> parse_captions(std::string_view text);

// Captions as shown made into captions as spoken: rolling displays that repeat earlier lines say each word
// once, cues for sounds ("[Applause]") are dropped, ends do not pass the next start, all is inside [0,
// duration].
std::vector<TranscriptSegment> spoken_captions(std::vector<TranscriptSegment> captions, double duration);

// Whether captions are a transcript of the whole recording and not some forced lines or a greeting.
bool cover_the_speech(const std::vector<TranscriptSegment>& captions, double duration);

}  // namespace lectern::media
