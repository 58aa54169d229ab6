#include "server/api/classrooms/class_schedule.hpp"

#include "domain/base/mistakes.hpp"
#include "domain/base/random.hpp"
#include "domain/timetable/time_zone.hpp"

namespace lectern::api {

Result<> check_timezone(const std::string& timezone) {
    if (!TimeZone::find(timezone))
        return Error::invalid("timezone", "must be an IANA time zone, such as Asia/Ho_Chi_Minh");
    return {};
}

Result<storage::NewClassSessions> plan_class_sessions(const ScheduleFields& request,
                                                      const std::string& timezone) {
    const auto zone = TimeZone::find(timezone);
    std::vector<ScheduleItem> items;
    std::vector<WallDay> excluded;
    items.reserve(request.schedules_data.size());
    excluded.reserve(request.excluded_dates.size());
    for (const ScheduleItemBody& item : request.schedules_data)
        items.push_back(item.item());
    for (const std::string& date : request.excluded_dates)
        excluded.push_back(parse_date(date).value());

    auto slots = expand(items, excluded, zone.value_or(TimeZone::utc()));
    Mistakes mistakes;
    mistakes.add(check_timezone(timezone));
    mistakes.add(slots);
    if (mistakes.any()) return mistakes.error();

    storage::NewClassSessions sessions{request.details(), std::move(*slots), {}};
    sessions.ids.reserve(sessions.slots.size());
    for (std::size_t i = 0; i < sessions.slots.size(); ++i)
        sessions.ids.push_back(random_uuid());
    return sessions;
}

}  // namespace lectern::api
