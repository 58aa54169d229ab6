#pragma once

#include "domain/lecture/transcript.hpp"
#include "media/speech/base/heard.hpp"

#include <string_view>
#include <vector>

namespace lectern::media {

// True for a text without words: "", "[BLANK_AUDIO]", "(applause)", "*music*", "...".
bool is_no_speech(std::string_view text);

// Speech engines invent words where nobody speaks, and repeat themselves. Drops texts without words, texts
// that the engine doubts, short texts inside a silence, and repetitions. Moves the ends of segments out of
// silences and into [0, duration]. `silences` is ordered, and so is the result. Pure.
std::vector<TranscriptSegment> drop_hallucinations(std::vector<Heard> heard,
                                                   const std::vector<Silence>& silences, double duration);

}  // namespace lectern::media
