#pragma once

#include "domain/base/error.hpp"
#include "domain/timetable/time_zone.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace lectern {

inline constexpr std::size_t max_schedule_items = 100;
inline constexpr std::size_t max_sessions_at_once = 5000;
inline constexpr WallDay first_schedule_day{std::chrono::year(1970) / 1 / 1};
inline constexpr WallDay last_schedule_day{std::chrono::year(2199) / 12 / 31};

std::optional<std::chrono::weekday> parse_weekday(std::string_view text);  // "monday"
std::optional<std::chrono::minutes> parse_clock(std::string_view text);    // "18:00": minutes after midnight
std::optional<WallDay> parse_date(std::string_view text);                  // "2026-01-31"

// One line of a timetable, in wall-clock time. With `repeat` the class meets on each `day` from `first` to
// `last`, both included.
struct ScheduleItem {
    std::chrono::weekday day;
    std::chrono::minutes start{}, end{};  // after midnight, start < end
    struct Repeat {
        WallDay first, last;  // first <= last
    };
    std::optional<Repeat> repeat;  // none: the item describes the class but makes no sessions
};

struct Slot {
    Timestamp start, end;  // start < end
    std::size_t item = 0;  // the index of its item in the schedule
};

// All sessions of a schedule, in the order of the items, then by date. The time that this takes depends on
// the number of sessions, not on the length of the period. TimeZone::to_utc says what each wall-clock time
// means when the clocks of the zone change. If such a change would put the end of a session at or before its
// start, the session keeps its planned length. A day that the calendar of the zone left out has no session.
//
// Error::invalid with the field paths of a request: more than max_sessions_at_once sessions
// ("schedules_data"); an excluded date on which no item has a session ("excluded_dates.2").
Result<std::vector<Slot>> expand(const std::vector<ScheduleItem>& items, const std::vector<WallDay>& excluded,
                                 const TimeZone& zone);

}  // namespace lectern
