#include "domain/timetable/schedule.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/mistakes.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace lectern {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> weekday_names{"sunday",   "monday", "tuesday", "wednesday",
                                                        "thursday", "friday", "saturday"};

Slot slot_on(WallDay date, const ScheduleItem& item, std::size_t place, const TimeZone& zone) {
    Slot slot{zone.to_utc(date + item.start), zone.to_utc(date + item.end), place};
    if (slot.end <= slot.start) slot.end = slot.start + (item.end - item.start);
    return slot;
}

// The excluded dates in order, and for each of them whether it has left out a session.
class Exclusions {
public:
    explicit Exclusions(const std::vector<WallDay>& dates) : dates_(dates) {
        std::sort(dates_.begin(), dates_.end());
        met_.resize(dates_.size());
    }

    bool exclude(WallDay date) {
        const auto found = std::lower_bound(dates_.begin(), dates_.end(), date);
        if (found == dates_.end() || *found != date) return false;
        met_[static_cast<std::size_t>(found - dates_.begin())] = true;
        return true;
    }

    bool met(WallDay date) const {
        const auto found = std::lower_bound(dates_.begin(), dates_.end(), date);
        return met_[static_cast<std::size_t>(found - dates_.begin())];
    }

private:
    std::vector<WallDay> dates_;
    std::vector<bool> met_;
};

}  // namespace

std::optional<weekday> parse_weekday(std::string_view text) {
    const auto found = std::find(weekday_names.begin(), weekday_names.end(), text);
    if (found == weekday_names.end()) return std::nullopt;
    return weekday(static_cast<unsigned>(found - weekday_names.begin()));
}

std::optional<minutes> parse_clock(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = ascii::parse_number<unsigned>(text.substr(0, 2));
    const auto minute = ascii::parse_number<unsigned>(text.substr(3));
    if (!hour || *hour > 23 || !minute || *minute > 59) return std::nullopt;
    return hours(*hour) + minutes(*minute);
}

std::optional<WallDay> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto y = ascii::parse_number<int>(text.substr(0, 4));
    const auto m = ascii::parse_number<unsigned>(text.substr(5, 2));
    const auto d = ascii::parse_number<unsigned>(text.substr(8));
    if (!y || !m || !d) return std::nullopt;
    const year_month_day date{year(*y), month(*m), day(*d)};
    if (!date.ok()) return std::nullopt;
    return WallDay(date);
}

Result<std::vector<Slot>> expand(const std::vector<ScheduleItem>& items, const std::vector<WallDay>& excluded,
                                 const TimeZone& zone) {
    std::vector<Slot> slots;
    Exclusions exclusions(excluded);
    for (std::size_t place = 0; place < items.size(); ++place) {
        const ScheduleItem& item = items[place];
        if (!item.repeat) continue;
        const WallDay first = item.repeat->first + (item.day - weekday(item.repeat->first));
        for (WallDay date = first; date <= item.repeat->last; date += weeks(1)) {
            if (!zone.has_day(date) || exclusions.exclude(date)) continue;
            if (slots.size() == max_sessions_at_once) {
                return Error::invalid(
                    "schedules_data",
                    "would make more than " + std::to_string(max_sessions_at_once) + " sessions");
            }
            slots.push_back(slot_on(date, item, place, zone));
        }
    }
    Mistakes mistakes;
    for (std::size_t i = 0; i < excluded.size(); ++i) {
        if (!exclusions.met(excluded[i]))
            mistakes.add("excluded_dates." + std::to_string(i), "is a date without a session");
    }
    if (mistakes.any()) return mistakes.error();
    return slots;
}

}  // namespace lectern
