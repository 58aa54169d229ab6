#pragma once

#include "domain/lecture/transcript.hpp"

#include <optional>
#include <string>

namespace lectern::media {

// How far the transcription of a recording has come: everything before `next` (seconds) is in `heard`.
struct Checkpoint {
    Transcript heard;
    double next = 0;
};

std::string to_text(const Checkpoint& checkpoint);

// nullopt for what to_text() did not write, or wrote for another engine.
std::optional<Checkpoint> parse_checkpoint(const std::string& text, const std::string& engine);

}  // namespace lectern::media
