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

    // Blocks for as long as listening takes; must not be called on an io thread. Callbacks come from a thread
    // of low priority that this call starts and joins. A recording that brings a text of its own (sidecar,
    // subtitle stream) is not listened to, only its pauses are. A checkpoint that does not fit the options is
    // ignored.
    virtual Outcome<Transcript> transcribe(const TranscribeRequest& request, const WorkControl& control) = 0;

    // Why listening would fail at once, for a look at startup: nullopt if nothing is known to be missing.
    // Cheap.
    virtual std::optional<Failure> missing() const = 0;
};

// Never fails: what is missing is told by missing() and by transcribe(). Unknown engine names are
// std::invalid_argument.
std::unique_ptr<Transcriber> make_transcriber(const SpeechOptions& options);

}  // namespace lectern::media
