#pragma once

#include "media/av/handles.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::media {

// Which streams of a recording are the lecture. A recording may have more: covers, audio of the desktop, a
// translation, a description for the blind.

// What a look into a stream has shown.
struct StreamSigns {
    AVStream* stream = nullptr;
    bool readable = true;  // by one of our decoders
    int frames = 0;        // of video, in the parts that were read
    int speech = 0;        // seconds in which somebody may speak
    double level = -100;   // dB, mean of the audible audio
};

// How the language that a file names for a stream ("eng", "" or "und" = unknown) fits the wanted one ("en",
// "" or "auto" = any). 2: it is this one, 1: nobody knows, 0: it is another one.
int language_rank(std::string_view said, std::string_view wanted);

// The streams that can be the lecture, in the order of the file. Pictures that come with a recording are left
// out.
std::vector<StreamSigns> candidates(const AVFormatContext& context, AVMediaType type);

// The best one; null if there is none. `language` ("en", "" = any) is preferred.
AVStream* best_video(const std::vector<StreamSigns>& candidates);
AVStream* best_audio(const AVFormatContext& context, const std::vector<StreamSigns>& candidates,
                     const AVStream* video, const std::string& language);

// A file that does not change, or a part of it.
struct FileIdentity {
    std::vector<std::int64_t> parts;
    auto operator<=>(const FileIdentity&) const = default;
};

// Indexes of streams; -1 for none.
struct StreamChoice {
    int video = -1;
    int audio = -1;
};

// Recordings are opened many times, and a look costs some tenths of a second. So the last choices are kept.
// Thread-safe.
std::optional<StreamChoice> remembered_choice(const FileIdentity& file);
void remember_choice(const FileIdentity& file, const StreamChoice& choice);

}  // namespace lectern::media
