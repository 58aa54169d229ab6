#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "domain/lecture/transcript.hpp"
#include "media/speech/base/engine.hpp"
#include "media/speech/base/options.hpp"
#include "media/speech/transcribe_request.hpp"

namespace lectern::media {

// Transcribes the audio of `request.recording`, which is `duration` seconds long, piece by piece. Continues
// from the request's checkpoint and saves a new one after each piece. One piece is in memory at a time.
Outcome<Transcript> transcribe_audio(Engine& engine, const SpeechOptions& options,
                                     const TranscribeRequest& request, double duration,
                                     const WorkControl& control);

// Finds only the pauses of the audio; a hundred times cheaper. Reports the progress of this call.
Outcome<std::vector<Silence>> find_recording_silences(int recording, const SpeechOptions& options,
                                                      double duration, const WorkControl& control);

}  // namespace lectern::media
