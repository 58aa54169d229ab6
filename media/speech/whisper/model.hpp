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

// If `path` cannot be read: a Failure that tells how to get the weights. Else nullopt.
std::optional<Failure> missing_model(const std::filesystem::path& path);

// Loads weights; takes a second or less if the file is in the page cache. If there is a file "<path>.sha256"
// (scripts/install-whisper makes it), the weights must match it. A damaged file is a permanent Failure.
Outcome<WhisperModel> load_model(const std::filesystem::path& path, const WorkControl& control);

// Returns and clears the last message of the library on this thread, for Failure::detail.
std::string take_whisper_complaint();

}  // namespace lectern::media
