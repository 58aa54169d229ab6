#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"

#include <filesystem>
#include <memory>
#include <optional>

struct whisper_context;
struct whisper_state;

namespace lectern::media {

struct FreeWhisper {
    void operator()(whisper_context* context) const;
    void operator()(whisper_state* state) const;
};
using WhisperModel = std::unique_ptr<whisper_context, FreeWhisper>;
using WhisperState = std::unique_ptr<whisper_state, FreeWhisper>;

// The Failure that tells how to get weights if `path` cannot be read; nullopt if it can.
std::optional<Failure> missing_model(const std::filesystem::path& path);

// Reads weights: a second or less from a warm disk. If a file "<path>.sha256" stands beside them, as
// scripts/install-whisper leaves it, they must match it. Damaged files are permanent Failures.
Outcome<WhisperModel> load_model(const std::filesystem::path& path, const WorkControl& control);

// The last complaint of the library on this thread, for Failure::detail; taking it forgets it.
std::string take_whisper_complaint();

}  // namespace lectern::media
