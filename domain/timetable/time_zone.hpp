#pragma once

#include "domain/base/time.hpp"
#include "domain/timetable/recurring_rule.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace date {
class time_zone;
}

namespace lectern {

// The time that a clock on the wall of the classroom shows, and the date that a calendar on this wall shows.
using WallTime = std::chrono::local_time<std::chrono::milliseconds>;
using WallDay = std::chrono::local_days;

// A time zone of the system's tzdata, for any year. tzdata lists changes up to some year and then gives a
// rule for all later years; this class follows both. Immutable, cheap to copy.
class TimeZone {
public:
    // `name`: an IANA name, such as "Asia/Ho_Chi_Minh". nullopt if tzdata does not have it. The first call
    // with a name reads its file, later calls do not.
    static std::optional<TimeZone> find(const std::string& name);
    static TimeZone utc() { return TimeZone(nullptr, nullptr); }

    // As RFC 5545 (3.3.5) defines it. When the clocks go back, a wall-clock time can occur twice: it then
    // means the first of the two moments. When they go forward, a wall-clock time can be skipped: it is then
    // read with the offset that was valid before the change, so 02:30 becomes what is 03:30 afterwards.
    Timestamp to_utc(WallTime wall) const;
    WallTime to_wall(Timestamp moment) const;

    // False for a day that the calendar of the zone left out: in Samoa, 2011-12-30 did not exist.
    bool has_day(WallDay day) const;

private:
    TimeZone(const date::time_zone* zone, const RecurringRule* later) : zone_(zone), later_(later) {}

    const date::time_zone* zone_;  // null means UTC
    const RecurringRule* later_;   // valid after the last listed change; null: nothing changes after it
};

}  // namespace lectern
