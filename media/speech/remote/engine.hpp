#pragma once

#include "media/speech/base/engine.hpp"
#include "media/speech/base/options.hpp"

#include <memory>

namespace lectern::media {

// A service that speaks OpenAI's POST {base}/v1/audio/transcriptions.
std::unique_ptr<Engine> make_remote_engine(const SpeechOptions& options);

}  // namespace lectern::media
