#include "server/api/classrooms/class_schedule.hpp"

#include "domain/base/random.hpp"
#include "domain/timetable/time_zone.hpp"
#include "server/api/failures.hpp"
#include "server/api/request_body.hpp"
#include "server/http/problem.hpp"

#include <boost/json.hpp>

namespace lectern::api {
namespace json = boost::json;

Result<storage::AddOptions> parse_add_options(const http::Request& request) {
    storage::AddOptions options;
    std::vector<FieldError> mistakes;
    if (const std::string* dry_run = request.query_value("dry_run")) {
        options.dry_run = *dry_run == "true" || *dry_run == "1";
        if (!options.dry_run && *dry_run != "false" && *dry_run != "0")
            mistakes.push_back({"dry_run", "must be true or false"});
    }
    if (const std::string* on_conflict = request.query_value("on_conflict")) {
        options.reject_overlaps = *on_conflict == "reject";
        if (!options.reject_overlaps && *on_conflict != "allow")
            mistakes.push_back({"on_conflict", "must be reject or allow"});
    }
    if (!mistakes.empty()) return invalid(std::move(mistakes));
    return options;
}

Result<> check_timezone(const std::string& timezone) {
    if (!TimeZone::find(timezone))
        return invalid("timezone", "must be an IANA time zone, such as Asia/Ho_Chi_Minh");
    return {};
}

Result<storage::NewClassSessions> plan_class_sessions(const ScheduleFields& request,
                                                      const std::string& timezone) {
    const auto zone = TimeZone::find(timezone);
    std::vector<ScheduleItem> items;
    std::vector<WallDay> excluded;
    items.reserve(request.schedules_data.size());
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

http::Response conflict_response(const storage::SessionConflicts& conflicts) {
    json::array listed;
    for (const storage::SessionConflict& conflict : conflicts.listed) {
        json::object other{{"start_time", to_rfc3339(conflict.start)},
                           {"end_time", to_rfc3339(conflict.end)}};
        other["id"] = conflict.id ? json::value(*conflict.id) : json::value(nullptr);
        listed.push_back({{"start_time", to_rfc3339(conflict.wanted.start)},
                          {"end_time", to_rfc3339(conflict.wanted.end)},
                          {"overlaps", std::move(other)}});
    }
    const json::object extra{{"conflict_count", conflicts.total}, {"conflicts", std::move(listed)}};
    return http::problem(409, "Some sessions would overlap others. Nothing was changed.", {}, extra);
}

}  // namespace lectern::api
