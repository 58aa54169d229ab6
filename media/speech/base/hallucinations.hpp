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
// People repeat themselves too. A repetition is kept where the audio has enough bursts (see BurstMeter) for
// its words, and not many more; `bursts`: when they begin, ordered.
std::vector<Heard> drop_hallucinations(std::vector<Heard> heard, const std::vector<Silence>& silences,
                                       double duration, const std::vector<double>& bursts = {});

// Whether a text repeats a phrase more often than the audio allows; arguments as above.
bool has_false_loops(const std::vector<Heard>& heard, const std::vector<Silence>& silences,
                     const std::vector<double>& bursts);

}  // namespace lectern::media
