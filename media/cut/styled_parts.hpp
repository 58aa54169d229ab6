#pragma once

#include "media/cut/modes.hpp"

#include <optional>

namespace lectern::media {

// A range of a file that is a part of a styled clip.
struct StyledPart {
    int fd = -1;
    double start = 0;  // media time, seconds
    double end = 0;
    bool has_audio = false;

    double length() const { return end - start; }
};

// What a styled clip shows: a title card or an intro, or neither, and then the recording.
struct StyledParts {
    double card = 0;  // seconds of the title card; 0: none
    std::optional<StyledPart> intro;
    StyledPart recording;
    double named = 0;  // so many seconds of the recording bear the name

    double before() const { return intro ? intro->length() : card; }
    bool have_audio() const { return recording.has_audio || (intro && intro->has_audio); }
};

// Opens the intro. Throws MediaError.
StyledParts styled_parts(const CutJob& job);

}  // namespace lectern::media
