#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/speech/base/heard.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lectern::media {

struct Hearing {
    std::vector<Heard> segments;  // seconds from the start of the piece
    std::string language;         // "en"; "" if the engine does not say
};

// The transcription of one recording by an engine. Used by one thread.
class EngineSession {
public:
    virtual ~EngineSession() = default;
    // `samples`: at most as long as Engine::longest_chunk(). Reports the progress of this piece.
    virtual Outcome<Hearing> transcribe(std::span<const float> samples, const WorkControl& control) = 0;
};

// Turns speech into text. Thread-safe; outlives its sessions.
class Engine {
public:
    virtual ~Engine() = default;
    virtual std::string name() const = 0;      // for Transcript::engine
    virtual double longest_chunk() const = 0;  // seconds
    virtual std::optional<Failure> missing() const = 0;
    // May load a model or wait for another session. `language`: "" = not known.
    virtual Outcome<std::unique_ptr<EngineSession>> begin(const std::string& language,
                                                          const WorkControl& control) = 0;
};

}  // namespace lectern::media
