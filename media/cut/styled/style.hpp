#pragma once

#include "domain/job/failure.hpp"
#include "media/cut/frames/frame_size.hpp"
#include "media/cut/look/look.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::media {

enum class Fit {
    fit,   // all of the video, with bars
    crop,  // a full frame; the edges of the video are lost
};

// How a styled clip is made of its part of the recording.
struct StyleOptions {
    // Even, 64..3840 and 64..2160; nullopt: that of the recording, made smaller until it is within 1080p.
    std::optional<FrameSize> frame;
    Fit fit = Fit::fit;  // for frames of another shape
    double fps = 0;      // 1..60; 0: the recording's own, within 10..60
    int quality = 23;    // x264's constant rate factor, 10 (large) .. 40 (poor), where all frames are encoded

    std::string title;         // on a card before the clip; "": no card
    double title_seconds = 3;  // 0..30
    int intro_fd = -1;  // a clip to play in place of the card; regular file, not owned; at most 60 s of it
    std::string name;   // shown at the lower left at first; "": not shown
    double name_seconds = 5;  // 0..60, counted from the end of the title
    Look look;

    double loudness = -16;    // LUFS, -40..-5; silence stays silence
    double true_peak = -1.5;  // dBTP, -9..0

    // Whether the clip may have the frames of its recording.
    bool keeps_frames() const { return !frame && fps == 0; }
};

// Fails with a list of the values that are out of range.
Outcome<> check_style(const StyleOptions& style);

}  // namespace lectern::media
