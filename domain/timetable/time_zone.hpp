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

// What a clock on the wall of a classroom shows, and a page of the calendar beside it.
using WallTime = std::chrono::local_time<std::chrono::milliseconds>;
using WallDay = std::chrono::local_days;

// A time zone of the system's tzdata, for any year: the years beyond its last listed change follow the rule
// that it ends with. Immutable, cheap to copy.
class TimeZone {
public:
    // By its IANA name, such as "Asia/Ho_Chi_Minh"; nullopt for a name that tzdata does not have. The first
    // use of a name reads its file, later ones do not.
    static std::optional<TimeZone> find(const std::string& name);
    static TimeZone utc() { return TimeZone(nullptr, nullptr); }

    // As RFC 5545 (3.3.5) reads wall-clock times: the first one of a time that comes twice; a time that the
    // clocks skip counts on from before the gap (02:30 means 03:30).
    Timestamp to_utc(WallTime wall) const;
    WallTime to_wall(Timestamp moment) const;

    // False for a day that the calendar of the zone left out, as Samoa's did 2011-12-30.
    bool has_day(WallDay day) const;

private:
    TimeZone(const date::time_zone* zone, const RecurringRule* later) : zone_(zone), later_(later) {}

    const date::time_zone* zone_;  // null: UTC
    const RecurringRule* later_;   // after the last listed change; null: as that change left it
};

}  // namespace lectern
