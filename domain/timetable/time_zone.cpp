#include "domain/timetable/time_zone.hpp"

#include <fstream>
#include <map>
#include <mutex>
#include <sstream>
#include <stdexcept>

#include <date/tz.h>

namespace lectern {
namespace {

using namespace std::chrono;

date::local_seconds to_date(local_seconds wall) {
    return date::local_seconds(wall.time_since_epoch());
}

// Whether this is the last period that the library knows: its data lists no later change.
bool is_last(const date::sys_info& info) {
    return info.end.time_since_epoch() > days(365 * 1000);
}

// The last line of a compiled zone file (RFC 9636): the rule for the years after the listed changes. The list
// ends in 2037, or many years ago in files of the "slim" format. The library does not read this line.
std::string footer_of(const std::string& zone_name) {
    std::ifstream file("/usr/share/zoneinfo/" + zone_name, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    std::string text = std::move(content).str();
    if (!text.ends_with('\n')) return "";
    text.pop_back();
    return text.substr(text.rfind('\n') + 1);
}

// Rules are kept until the process ends, as the library keeps its zones. Thread-safe.
const RecurringRule* rule_after(const date::time_zone& zone) {
    static std::mutex mutex;
    static std::map<const date::time_zone*, std::optional<RecurringRule>> known;
    const std::scoped_lock lock(mutex);
    auto found = known.find(&zone);
    if (found == known.end())
        found = known.emplace(&zone, RecurringRule::parse(footer_of(zone.name()))).first;
    return found->second ? &*found->second : nullptr;
}

// Files in the system's zone folder that are not IANA zones: the zone of this machine, and second copies of
// all zones, with and without leap seconds.
bool is_no_iana_name(const std::string& name) {
    return name == "localtime" || name == "posixrules" || name == "Factory" || name.starts_with("posix/") ||
           name.starts_with("right/");
}

}  // namespace

std::optional<TimeZone> TimeZone::find(const std::string& name) {
    if (name == "UTC") return utc();
    if (is_no_iana_name(name)) return std::nullopt;
    try {
        const date::time_zone* zone = date::locate_zone(name);
        return TimeZone(zone, rule_after(*zone));
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

Timestamp TimeZone::to_utc(WallTime wall) const {
    if (!zone_) return Timestamp(wall.time_since_epoch());
    const auto whole = floor<seconds>(wall);
    const date::local_info info = zone_->get_info(to_date(whole));
    const bool listed = info.result != date::local_info::unique || !is_last(info.first);
    const seconds offset = later_ && !listed ? later_->offset_of(whole) : info.first.offset;
    return Timestamp(wall.time_since_epoch() - offset);
}

WallTime TimeZone::to_wall(Timestamp moment) const {
    if (!zone_) return WallTime(moment.time_since_epoch());
    const auto whole = floor<seconds>(moment);
    const date::sys_info info = zone_->get_info(whole);
    const seconds offset = later_ && is_last(info) ? later_->offset_at(whole) : info.offset;
    return WallTime(moment.time_since_epoch() + offset);
}

bool TimeZone::has_day(WallDay day) const {
    if (!zone_) return true;
    const auto gap_holds = [&](local_seconds wall) {
        return zone_->get_info(to_date(wall)).result == date::local_info::nonexistent;
    };
    // Noon is missing only when a zone moves across the date line.
    return !gap_holds(day + hours(12));
}

}  // namespace lectern
