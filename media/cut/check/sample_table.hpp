#pragma once

#include "media/av/output/mp4_boxes.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace lectern::media {

// Bytes of a file.
struct Extent {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

// What an edit list says of a track, in its ticks.
struct Edit {
    std::int64_t wait = 0;                 // before it is shown
    std::int64_t media_time = 0;           // where it begins in the track
    std::optional<std::int64_t> duration;  // how much is shown; nullopt: all
};

// The tables of one track in the index of an MP4 of ours: when its samples are shown and where they stand.
class SampleTable {
public:
    // `trak`, and `mvhd` of the same index; neither is kept. Throws MediaError (reject_clip()) if the tables
    // are damaged or do not agree, if decoding times do not rise, or if video does not start with a keyframe.
    SampleTable(Box trak, Box mvhd);

    bool is_video() const { return video_; }
    std::uint32_t timescale() const { return timescale_; }  // ticks of a second; not 0
    const Edit& edit() const { return edit_; }
    std::int64_t length() const { return length_; }  // the sum of all durations, ticks

    // In decoding order; ticks of the track.
    void for_each_sample(const std::function<void(std::int64_t shown_at, std::int64_t duration)>& take) const;
    // One extent for each chunk of samples.
    void append_places(std::vector<Extent>& to) const;

private:
    struct Sample {
        std::int64_t shown_at;
        std::int64_t duration;
    };

    void read_kind(Box mdia);
    void read_edit(Box trak, Box mvhd);
    void read_durations(Box stbl);
    void read_offsets(Box stbl);
    void check_keyframes(Box stbl) const;
    void read_sizes(Box stbl);
    void read_chunks(Box stbl);

    bool video_ = false;
    std::uint32_t timescale_ = 0;
    Edit edit_;
    std::int64_t length_ = 0;
    std::vector<Sample> samples_;
    std::vector<std::uint32_t> sizes_;
    std::vector<Extent> chunks_;
};

}  // namespace lectern::media
