#pragma once

#include "domain/timetable/time_zone.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace lectern {

// When a recording was made, read from its name: many recorders write the time there.
struct RecordedTime {
    WallDay day;
    std::optional<std::chrono::seconds> clock;  // after midnight
    bool utc = false;                           // false: wall-clock time of the room
};

// The first date in a name, years 2000 to 2199, and the time of day if one follows it: "2026-01-07
// 12-00-15.mkv", "GMT20260107-120015_Recording.mp4", "VID_20260107_120015.mp4".
std::optional<RecordedTime> time_in_name(std::string_view name);

}  // namespace lectern
