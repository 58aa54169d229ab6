#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "domain/lecture/transcript.hpp"
#include "media/speech/base/engine.hpp"
#include "media/speech/base/options.hpp"
#include "media/speech/transcribe_request.hpp"

namespace lectern::media {

// Hears the audio of `request.recording`, `duration` seconds long, piece by piece; goes on from the request's
// checkpoint and gives a new one after each piece. One piece is in memory at a time.
Outcome<Transcript> transcribe_audio(Engine& engine, const SpeechOptions& options,
                                     const TranscribeRequest& request, double duration,
                                     const WorkControl& control);

// Only the pauses of the audio; a hundred times cheaper. Progress is that of this call.
Outcome<std::vector<Silence>> find_recording_silences(int recording, const SpeechOptions& options,
                                                      double duration, const WorkControl& control);

}  // namespace lectern::media
