#include "domain/base/random.hpp"
#include "server/api/bind.hpp"
#include "server/api/classrooms/class_schedule.hpp"
#include "server/api/classrooms/classroom_bodies.hpp"
#include "server/api/failures.hpp"
#include "server/api/paging.hpp"
#include "server/api/request_body.hpp"
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
using wire::to_json;

constexpr const char* no_such_classroom = "Classroom not found";

Classroom new_classroom(const NewClassroomBody& body, Timestamp now) {
    return {random_uuid(), body.name, body.timezone.value_or("UTC"), body.meeting(), now, now};
}

// Blocks.
Response create(const Services& services, const NewClassroomBody& body, const storage::AddOptions& options) {
    const Classroom classroom = new_classroom(body, services.now());
    const auto sessions = plan_class_sessions(body, classroom.timezone);
    if (!sessions) return problem(sessions.error());
    const auto created = services.classrooms.create(classroom, *sessions, options);
    if (created.added.conflicts.total > 0) return conflict_response(created.added.conflicts);
    return Response::json(options.dry_run ? 200 : 201,
                          to_json(CreatedClassroomBody(created, options.dry_run)));
}

awaitable<Response> create_classroom(Services& services, Request& request) {
    NewClassroomBody body;
    Mistakes mistakes;
    mistakes.add(read_body(request, body));
    const auto options = parse_add_options(request);
    mistakes.add(options);
    co_return co_await run_blocking(services.blocking, [&] {
        if (!mistakes.any()) return create(services, body, *options);
        mistakes.add(check_timezone(body.timezone.value_or("UTC")));
        return problem(mistakes.error());
    });
}

awaitable<Response> list_classrooms(Services& services, Request& request) {
    const auto asked = parse_page(request, 100);
    if (!asked) co_return problem(asked.error());
    const auto page = co_await run_blocking(
        services.blocking, [&] { return services.classrooms.list(asked->skip, asked->limit); });
    const std::vector<ClassroomBody> bodies(page.items.begin(), page.items.end());
    Response response = Response::json(200, wire::to_json_array(bodies));
    add_page_fields(response, request, *asked, page.total);
    co_return response;
}

awaitable<Response> get_classroom(Services& services, Request& request) {
    const auto id = parse_uuid_id(request.param("classroom_id"), "classroom_id");
    if (!id) co_return problem(id.error());
    const auto classroom =
        co_await run_blocking(services.blocking, [&] { return services.classrooms.get(*id); });
    if (!classroom) co_return problem(not_found(no_such_classroom));
    co_return Response::json(200, to_json(ClassroomBody(*classroom)));
}

awaitable<Response> change_classroom(Services& services, Request& request) {
    ClassroomChangeBody body;
    Mistakes mistakes;
    mistakes.add(read_body(request, body));
    const auto id = parse_uuid_id(request.param("classroom_id"), "classroom_id");
    mistakes.add(id);
    co_return co_await run_blocking(services.blocking, [&] {
        if (body.timezone) mistakes.add(check_timezone(*body.timezone));
        if (mistakes.any()) return problem(mistakes.error());
        const storage::ClassroomChange change{body.name, body.timezone, body.meeting_link, body.meeting_id,
                                              body.meeting_pass};
        const auto changed = services.classrooms.change(*id, change, services.now());
        return changed ? Response::json(200, to_json(ClassroomBody(*changed))) : problem(changed.error());
    });
}

awaitable<Response> delete_classroom(Services& services, Request& request) {
    const auto id = parse_uuid_id(request.param("classroom_id"), "classroom_id");
    if (!id) co_return problem(id.error());
    const auto removed =
        co_await run_blocking(services.blocking, [&] { return services.classrooms.remove(*id); });
    if (!removed) co_return problem(removed.error());
    co_return Response::no_content();
}

}  // namespace

void add_classroom_routes(http::Router& router, Services& services) {
    using http::Access;
    using http::Method;
    router.add({.method = Method::post,
                .pattern = "/api/v1/classrooms/",
                .handler = bind(services, create_classroom),
                .access = Access::teacher,
                .summary = "Makes a classroom with the sessions of its schedule.",
                .query = {"dry_run", "on_conflict"},
                .request_schema = "NewClassroom",
                .response_schema = "CreatedClassroom",
                .success = 201});
    router.add({.method = Method::get,
                .pattern = "/api/v1/classrooms/",
                .handler = bind(services, list_classrooms),
                .access = Access::teacher,
                .summary = "Lists classrooms, by pages.",
                .query = {"skip", "limit"},
                .response_schema = "Classroom[]"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/classrooms/{classroom_id}/",
                .handler = bind(services, get_classroom),
                .access = Access::teacher,
                .summary = "One classroom.",
                .response_schema = "Classroom"});
    router.add({.method = Method::patch,
                .pattern = "/api/v1/classrooms/{classroom_id}/",
                .handler = bind(services, change_classroom),
                .access = Access::teacher,
                .summary = "Changes what is said of a classroom; its sessions stay as they are.",
                .request_schema = "ClassroomChange",
                .response_schema = "Classroom"});
    router.add({.method = Method::del,
                .pattern = "/api/v1/classrooms/{classroom_id}/",
                .handler = bind(services, delete_classroom),
                .access = Access::admin,
                .summary = "Forgets a classroom with its sessions; recordings of them stay.",
                .success = 204});
}

}  // namespace lectern::api
