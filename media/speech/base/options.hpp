#pragma once

#include "media/av/limits.hpp"

#include <chrono>
#include <filesystem>
#include <string>

namespace lectern::media {

// How recordings are transcribed. Filled from the configuration.
struct SpeechOptions {
    std::string engine = "whisper";  // "whisper": in this process; "remote": an OpenAI-compatible service
    std::string language;            // "en", "vi"; "" = the only one of the model, or the one that it detects
    double chunk_seconds = 240;      // transcribed between two checkpoints, 20..540

    std::filesystem::path
        model;        // Whisper weights in ggml format; "" = where scripts/install-whisper puts them
    int threads = 0;  // 1..64; 0 = one less than the machine has processors, at least one

    std::string remote_url;    // what comes before "/v1/audio/transcriptions"; http is allowed
    std::string remote_key;    // bearer token, "" = none; never logged
    std::string remote_model;  // "whisper-1"
    std::string remote_ca;     // PEM file of an authority of one's own; "" = the system's only
    std::chrono::milliseconds remote_retry{1000};  // before the second attempt; doubles with each further one

    MediaLimits limits;
};

// ${LECTERN_CACHE:-~/.cache/lectern}/whisper/models/ggml-base.en.bin
std::filesystem::path default_model_path();

}  // namespace lectern::media
