#pragma once

#include "media/playlist/stream_plan.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <pugixml.hpp>

namespace lectern::media {

// One chosen representation, and the elements around it. What a later element says of the segments overrides
// what an earlier one says.
struct DashTrack {
    pugi::xml_node period, set, representation;
    Url base;                       // all BaseURL elements resolved
    std::optional<double> seconds;  // of its period, if that is known
};

// The segments of a representation as pieces: by SegmentTemplate (number or time), by SegmentList, or as one
// file (SegmentBase, BaseURL). Fails permanently if the elements contradict each other or ask for too much.
// `budget` is that of the whole plan.
Outcome<Run> segments_of(const DashTrack& track, PieceBudget& budget);

}  // namespace lectern::media
