#include "domain/base/random.hpp"
#include "domain/timetable/icalendar.hpp"
#include "server/api/access/authorizer.hpp"
#include "server/api/bind.hpp"
#include "server/api/classrooms/classroom_bodies.hpp"
#include "server/api/failures.hpp"
#include "server/api/services.hpp"
#include "server/http/problem.hpp"
#include "server/http/run_blocking.hpp"
#include "server/wire/json.hpp"
#include "storage/classrooms/classroom_store.hpp"

namespace lectern::api {
namespace {

using boost::asio::awaitable;
using http::problem;
using http::Request;
using http::Response;
using http::run_blocking;

awaitable<Response> calendar(Services& services, Request& request) {
    const auto id = parse_uuid_id(request.param("classroom_id"), "classroom_id");
    if (!id) co_return problem(id.error());
    const auto text = co_await run_blocking(services.blocking, [&]() -> std::optional<std::string> {
        const auto found = services.classrooms.calendar(*id);
        if (!found) return std::nullopt;
        return to_icalendar(found->first, found->second);
    });
    if (!text) co_return problem(not_found("Classroom not found"));
    Response response;
    response.fields.set("Content-Type", "text/calendar; charset=utf-8");
    response.fields.set("Content-Disposition", "inline; filename=\"timetable.ics\"");
    response.fields.set("Cache-Control", "private, no-cache");
    response.body = *text;
    co_return response;
}

awaitable<Response> make_address(Services& services, Request& request) {
    const auto id = parse_uuid_id(request.param("classroom_id"), "classroom_id");
    if (!id) co_return problem(id.error());
    const std::string secret = random_hex(32);
    const auto made = co_await run_blocking(services.blocking, [&] {
        return services.classrooms.set_feed(*id, token_hash(secret), services.now());
    });
    if (!made) co_return problem(made.error());
    co_return Response::json(201, wire::to_json(CalendarAddressBody{"/api/v1/classrooms/" + *id +
                                                                    "/calendar.ics?token=" + secret}));
}

awaitable<Response> revoke_address(Services& services, Request& request) {
    const auto id = parse_uuid_id(request.param("classroom_id"), "classroom_id");
    if (!id) co_return problem(id.error());
    const auto revoked =
        co_await run_blocking(services.blocking, [&] { return services.classrooms.remove_feed(*id); });
    if (!revoked) co_return problem(revoked.error());
    co_return Response::no_content();
}

}  // namespace

void add_calendar_routes(http::Router& router, Services& services) {
    using http::Access;
    using http::Method;
    const std::string classroom = "/api/v1/classrooms/{classroom_id}/";
    router.add({.method = Method::get,
                .pattern = classroom + "calendar.ics",
                .handler = bind(services, calendar),
                .access = Access::calendar,
                .summary = "A classroom's timetable for calendar programs (iCalendar).",
                .query = {"token"}});
    router.add({.method = Method::post,
                .pattern = classroom + "calendar/",
                .handler = bind(services, make_address),
                .access = Access::teacher,
                .summary = "Makes a secret address of the calendar, in place of the one before; shown once.",
                .response_schema = "CalendarAddress",
                .success = 201});
    router.add({.method = Method::del,
                .pattern = classroom + "calendar/",
                .handler = bind(services, revoke_address),
                .access = Access::teacher,
                .summary = "Makes the secret address of the calendar invalid.",
                .success = 204});
}

}  // namespace lectern::api
