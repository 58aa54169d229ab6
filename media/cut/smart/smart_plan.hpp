#pragma once

#include "media/cut/smart/h264_sets.hpp"

#include <optional>
#include <string>

namespace lectern::media {

// Whether a recording can be cut by encoding only the frames up to its next IDR frame and copying the rest.
// Pure.

// What a clip encodes besides the frames up to the join; seconds.
struct ClipOpening {
    double before = 0;  // of frames of another origin, before those of the recording
    double drawn = 0;   // of the recording's frames from the start on: something is drawn on them

    bool draws() const { return before > 0 || drawn > 0; }
};

// What is known of the video before a packet is read.
struct SmartSource {
    bool h264 = true;
    bool interlaced = false;      // as the container says
    bool mirrored = false;        // for display
    bool high_range = false;      // HDR
    bool limited_height = false;  // the request wants frames of at most some height
    bool too_large = false;       // larger than clips of this kind may be
    // Only where something is drawn on frames, or frames of another origin come first.
    bool drawn = false;
    bool turned = false;  // for display
    bool square_pixels = true;
    bool usual_colours = true;                // see FrameColours::usual()
    std::optional<ParameterSets> parameters;  // nullopt: they could not be read
};

// What the packets around the start say; media times.
struct SmartJoin {
    double start = 0;
    double end = 0;
    double drawn = 0;            // so many seconds have to be encoded; see ClipOpening
    std::optional<double> join;  // the first IDR frame after them
    bool clean = true;           // no frame crosses the join: each is shown on the side where it stands
};

struct SmartDecision {
    std::string why_not;  // for the log; empty if it can be cut so
    // An id that no parameter set of the recording has, for the SPS and the PPS of what is encoded.
    int free_id = 0;
    SequenceSet sequence;  // the recording's

    bool possible() const { return why_not.empty(); }
};

SmartDecision decide_smart(const SmartSource& source);
// The latest media time of an IDR frame that a clip of [start, end) can be joined at: what is encoded before
// it is at most 3/4 of the clip and 120 s.
double latest_join(double start, double end);
// Why the packets do not allow it; empty if they do.
std::string why_no_join(const SmartJoin& join);

}  // namespace lectern::media
