#pragma once

#include "media/av/file_io.hpp"
#include "media/cut/styled/style.hpp"

namespace lectern::media {

enum class CutMode {
    styled,  // one look for all clips: title, name, loudness, frame size; only its beginning is encoded, if
             // possible
    exact,   // the recording as it is, first and last frame exact; only its beginning is encoded, if possible
    fast,    // packets of the recording, from the keyframe at or before the start on
};

struct CutRequest {
    int source_fd = -1;  // regular file, readable; not owned
    int output_fd = -1;  // empty regular file, opened for reading and writing; not owned
    double start = 0;    // media time, seconds: 0 <= start < end <= duration
    double end = 0;
    CutMode mode = CutMode::styled;
    StyleOptions style;       // for CutMode::styled
    int encoder_threads = 0;  // 1..16; 0: one less than the machine has, at least one
    int most_height = 0;  // even; CutMode::exact makes larger frames smaller and encodes all; 0: as they are
    double keyframe_seconds = 4;  // for encoded video: a player may have to decode so much after a seek
    Growth grow = {};             // of the output; may be empty
};

}  // namespace lectern::media
