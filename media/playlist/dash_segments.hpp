#pragma once

#include "media/playlist/stream_plan.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <pugixml.hpp>

namespace lectern::media {

// One chosen representation: the three elements that say where its segments are, each going over those
// before.
struct DashTrack {
    pugi::xml_node period, set, representation;
    Url base;                       // all BaseURL elements resolved
    std::optional<double> seconds;  // of its period, if that is known
};

// What a representation's segments come to: SegmentTemplate by number or by time, SegmentList, or the whole
// file of SegmentBase and BaseURL. Fails permanently for what makes no sense or asks for too much;
// `budget` is of the whole plan.
Outcome<Run> segments_of(const DashTrack& track, PieceBudget& budget);

}  // namespace lectern::media
