#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "domain/lecture/transcript.hpp"
#include "media/speech/base/options.hpp"
#include "media/speech/transcribe_request.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace lectern::media {

// Turns a recording into text. Thread-safe; calls that need the embedded model wait for each other.
class Transcriber {
public:
    virtual ~Transcriber() = default;

    // Blocks for long; must not be called on an io thread. Works on the calling thread, which also calls
    // back, and on threads that it starts and joins: they have the caller's priority. If the recording has
    // its own text (a sidecar file or a subtitle stream), only the pauses of its audio are looked for. A
    // checkpoint that does not fit the options is ignored.
    virtual Outcome<Transcript> transcribe(const TranscribeRequest& request, const WorkControl& control) = 0;

    // For a check at startup: why transcribe() would fail at once. nullopt if nothing is known to be missing.
    // Cheap.
    virtual std::optional<Failure> missing() const = 0;
};

// Does not fail if something is missing: missing() and transcribe() tell that. Throws std::invalid_argument
// for an unknown engine name.
std::unique_ptr<Transcriber> make_transcriber(const SpeechOptions& options);

}  // namespace lectern::media
