#include "domain/base/random.hpp"
#include "domain/timetable/icalendar.hpp"
#include "server/api/access/authorizer.hpp"
#include "server/api/classrooms/classroom_bodies.hpp"
#include "server/api/classrooms/classroom_parameters.hpp"
#include "server/api/classrooms/classroom_routes.hpp"

#include <functional>

namespace lectern::api {
namespace {

Result<http::Response> get_calendar(const ClassroomServices& services, const CalendarAddress& address) {
    const auto found = services.classrooms.calendar(address.classroom_id);
    if (!found) return Error::not_found("Classroom not found");
    http::Response response;
    response.fields.set("Content-Type", "text/calendar; charset=utf-8");
    response.fields.set("Content-Disposition", "inline; filename=\"timetable.ics\"");
    response.fields.set("Cache-Control", "private, no-cache");
    response.body = to_icalendar(found->first, found->second);
    return response;
}

Result<Created<CalendarAddressBody>> create_calendar_address(const ClassroomServices& services,
                                                             const ClassroomAddress& address) {
    const std::string secret = random_hex(32);
    const auto made = services.classrooms.set_feed(address.classroom_id, token_hash(secret), services.now());
    if (!made) return made.error();
    return Created<CalendarAddressBody>{
        {"/api/v1/classrooms/" + address.classroom_id + "/calendar.ics?token=" + secret}};
}

Result<NoContent> revoke_calendar_address(const ClassroomServices& services,
                                          const ClassroomAddress& address) {
    return no_content(services.classrooms.remove_feed(address.classroom_id));
}

}  // namespace

void add_calendar_routes(Routes& routes, const ClassroomServices& services) {
    using http::Access;
    using http::Method;
    using std::bind_front;
    http::BlockingPool& database = services.database;
    const std::string classroom = "/api/v1/classrooms/{classroom_id}/";
    routes.add({.method = Method::get,
                .pattern = classroom + "calendar.ics",
                .access = Access::calendar,
                .summary = "Returns a classroom's timetable for calendar programs (iCalendar)."},
               blocking_endpoint<CalendarAddress, NoBody, http::Response>(
                   database, bind_front(get_calendar, std::cref(services))));
    routes.add({.method = Method::post,
                .pattern = classroom + "calendar/",
                .access = Access::teacher,
                .summary = "Creates a secret address of the calendar, which is shown only once. It replaces "
                           "the former address."},
               blocking_endpoint<ClassroomAddress, NoBody, Created<CalendarAddressBody>>(
                   database, bind_front(create_calendar_address, std::cref(services))));
    routes.add({.method = Method::del,
                .pattern = classroom + "calendar/",
                .access = Access::teacher,
                .summary = "Revokes the secret address of the calendar."},
               blocking_endpoint<ClassroomAddress, NoBody, NoContent>(
                   database, bind_front(revoke_calendar_address, std::cref(services))));
}

}  // namespace lectern::api
