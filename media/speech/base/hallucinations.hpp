#pragma once

#include "domain/lecture/transcript.hpp"
#include "media/speech/base/heard.hpp"

#include <string_view>
#include <vector>

namespace lectern::media {

// True for what stands for sounds and not for words: "", "[BLANK_AUDIO]", "(applause)", "*music*", "...".
bool is_no_speech(std::string_view text);

// Speech engines invent words where nobody speaks and fall into loops. Drops what is no speech, what the
// engine itself doubts, short texts that lie in a silence, and repetitions; moves ends of segments out of
// silences and into [0, duration]; the result is ordered. `silences` ordered. Pure.
std::vector<TranscriptSegment> drop_hallucinations(std::vector<Heard> heard,
                                                   const std::vector<Silence>& silences, double duration);

}  // namespace lectern::media
