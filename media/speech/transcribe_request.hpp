#pragma once

#include <functional>
#include <optional>
#include <string>

namespace lectern::media {

struct TranscribeRequest {
    int recording = -1;                            // descriptor of a regular file, read only, not owned
    std::optional<std::string> sidecar_subtitles;  // text of an .srt or .vtt that came with it
    bool ignore_subtitles = false;                 // transcribe the audio even if the recording has subtitles
    std::string checkpoint;                        // what save_checkpoint was last given, or ""
    // Called after each finished chunk, on the thread that works; may block; what it throws comes out of
    // transcribe().
    std::function<void(const std::string&)> save_checkpoint;
};

}  // namespace lectern::media
