#pragma once

#include "domain/lecture/transcript.hpp"
#include "media/speech/base/heard.hpp"

#include <vector>

namespace lectern::media {

// Sentences that were heard, as cues (see domain/lecture/cues.hpp). A sentence that an engine tore apart
// becomes one again. Where the engine does not tell when its words were said, this is estimated; silences get
// no words. Pure.
std::vector<TranscriptSegment> cues_of(const std::vector<Heard>& sentences,
                                       const std::vector<Silence>& silences, double duration);

// Appends cues, moved by `offset` seconds. If the last one and the first one are parts of one sentence that
// fits into a cue, they become one.
void append_cues(std::vector<TranscriptSegment>& all, const std::vector<TranscriptSegment>& more,
                 double offset);

}  // namespace lectern::media
