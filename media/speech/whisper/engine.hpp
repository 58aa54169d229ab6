#pragma once

#include "media/speech/base/engine.hpp"
#include "media/speech/base/options.hpp"

#include <memory>

namespace lectern::media {

// Whisper in this process. The model is loaded when it is first needed, and stays loaded. One session at a
// time; others wait.
std::unique_ptr<Engine> make_whisper_engine(const SpeechOptions& options);

}  // namespace lectern::media
