#pragma once

#include "domain/base/control.hpp"
#include "domain/job/failure.hpp"
#include "domain/lecture/transcript.hpp"
#include "media/speech/engine.hpp"
#include "media/speech/transcriber.hpp"

namespace lectern::media {

// Hears the sound of `request.recording`, `duration` seconds long, piece by piece; goes on from the request's
// checkpoint and gives a new one after each piece. One piece is in memory at a time.
Outcome<Transcript> listen(Engine& engine, const SpeechOptions& options, const TranscribeRequest& request,
                           double duration, const Control& control);

// Only the pauses of the sound; a hundred times cheaper. Progress is that of this call.
Outcome<std::vector<Silence>> listen_for_silences(int recording, const SpeechOptions& options,
                                                  double duration, const Control& control);

}  // namespace lectern::media
