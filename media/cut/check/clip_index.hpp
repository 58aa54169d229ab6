#pragma once

#include <cstdint>
#include <optional>

namespace lectern::media {

// What the index of a finished clip says of a track. Seconds count from the start of the clip.
struct IndexedTrack {
    double start = 0;        // when its first sample is shown
    double end = 0;          // until when players show it
    std::int64_t first = 0;  // timestamps of the first and the last sample shown, as libav gives them
    std::int64_t last = 0;
    std::int64_t samples = 0;  // that are shown
};

struct ClipIndex {
    std::optional<IndexedTrack> video;
    std::optional<IndexedTrack> audio;
};

// Reads the index of a clip, and no sample. Throws MediaError with reject_clip() if the boxes do not fill the
// file exactly, the index is not first, its tables do not agree, decoding times do not rise, the video does
// not start with a keyframe, a sample lies outside the data, or samples overlap.
ClipIndex read_clip_index(int fd);

}  // namespace lectern::media
