#include "domain/lecture/lecture.hpp"

#include "domain/lecture/clip_name.hpp"

namespace lectern {

std::string lecture_folder_name(std::int64_t id, const std::string& file_key) {
    return std::to_string(id) + (file_key.empty() ? "" : "-" + file_key);
}

std::string Lecture::folder_name() const {
    return lecture_folder_name(id, file_key);
}

std::string notice_of(const std::string& of_recording, const std::string& of_transcript) {
    const bool both = !of_recording.empty() && !of_transcript.empty();
    return of_recording + (both ? " " : "") + of_transcript;
}

void Lecture::lose_recording() {
    recording.reset();
    playback.reset();
    recording_notice.clear();
}

std::optional<std::string> Snippet::storage_link() const {
    if (!clip) return std::nullopt;
    return clip_file_name(position, name);
}

bool Snippet::clip_is_stale() const {
    if (!clip) return false;
    return clip->start != start || clip->end != end || (clip->drawn_name && *clip->drawn_name != name);
}

}  // namespace lectern
