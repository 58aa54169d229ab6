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

// The ids of a session's address.
struct Address {
    std::string classroom, session;
};

Result<std::string> classroom_of(const Request& request) {
    return parse_uuid_id(request.param("classroom_id"), "classroom_id");
}

Result<Address> address_of(const Request& request) {
    const auto classroom = classroom_of(request);
    const auto session = parse_uuid_id(request.param("session_id"), "session_id");
    Mistakes mistakes;
    mistakes.add(classroom);
    mistakes.add(session);
    if (mistakes.any()) return mistakes.error();
    return Address{*classroom, *session};
}

// A classroom that the body names too must be that of the address.
Result<> check_same_classroom(const Request& request, const std::optional<std::string>& in_body) {
    if (!in_body) return {};
    const auto named = parse_uuid_id(*in_body, "classroom_id");
    if (!named) return named.error();
    const auto addressed = classroom_of(request);
    if (addressed && *addressed != *named) return invalid("classroom_id", "must be that of the address");
    return {};
}

// Blocks.
Response add_bulk(const Services& services, const std::string& classroom_id, const BulkBody& body,
                  const storage::AddOptions& options) {
    const auto classroom = services.classrooms.get(classroom_id);
    if (!classroom) return problem(not_found(no_such_classroom));
    const auto sessions = plan_class_sessions(body, body.timezone.value_or(classroom->timezone));
    if (!sessions) return problem(sessions.error());
    const auto added = services.classrooms.add_sessions(classroom_id, *sessions, options, services.now());
    if (!added) return problem(added.error());
    if (added->conflicts.total > 0) return conflict_response(added->conflicts);
    return Response::json(options.dry_run ? 200 : 201, to_json(AddedSessionsBody(*added, options.dry_run)));
}

awaitable<Response> create_sessions(Services& services, Request& request) {
    BulkBody body;
    Mistakes mistakes;
    mistakes.add(read_body(request, body));
    const auto id = classroom_of(request);
    mistakes.add(id);
    mistakes.add(check_same_classroom(request, body.classroom_id));
    const auto options = parse_add_options(request);
    mistakes.add(options);
    // Thousands of sessions take milliseconds to write out: not on the io thread.
    co_return co_await run_blocking(services.blocking, [&] {
        if (!mistakes.any()) return add_bulk(services, *id, body, *options);
        if (body.timezone) mistakes.add(check_timezone(*body.timezone));
        return problem(mistakes.error());
    });
}

awaitable<Response> create_session(Services& services, Request& request) {
    NewClassSessionBody body;
    Mistakes mistakes;
    mistakes.add(read_body(request, body));
    const auto id = classroom_of(request);
    mistakes.add(id);
    mistakes.add(check_same_classroom(request, body.classroom_id));
    const auto options = parse_add_options(request);
    mistakes.add(options);
    if (mistakes.any()) co_return problem(mistakes.error());

    storage::NewClassSessions session{body.details(), {{body.start_time, body.end_time, 0}}, {random_uuid()}};
    if (body.status) session.details.status = parse_class_session_status(*body.status).value();
    const auto added = co_await run_blocking(services.blocking, [&] {
        return services.classrooms.add_session(*id, session, *options, services.now());
    });
    if (!added) co_return problem(added.error());
    if (added->conflicts.total > 0) co_return conflict_response(added->conflicts);
    co_return Response::json(options->dry_run ? 200 : 201,
                             to_json(ClassSessionBody(added->sessions.at(0), options->dry_run)));
}

Result<storage::ClassSessionQuery> parse_session_query(const Request& request) {
    Mistakes mistakes;
    const auto page = parse_page(request, 100);
    mistakes.add(page);
    storage::ClassSessionQuery query;
    const auto read = [&](const char* name, std::optional<Timestamp>& moment) {
        const std::string* text = request.query_value(name);
        if (!text) return;
        moment = parse_rfc3339(*text);
        if (!moment) mistakes.add(Result<>(invalid(name, "must be a time such as 2026-01-08T00:00:00Z")));
    };
    read("from", query.from);
    read("to", query.to);
    if (mistakes.any()) return mistakes.error();
    query.skip = page->skip;
    query.limit = page->limit;
    return query;
}

awaitable<Response> list_sessions(Services& services, Request& request) {
    const auto id = classroom_of(request);
    const auto query = parse_session_query(request);
    Mistakes mistakes;
    mistakes.add(id);
    mistakes.add(query);
    if (mistakes.any()) co_return problem(mistakes.error());
    const auto page = co_await run_blocking(services.blocking,
                                            [&] { return services.classrooms.list_sessions(*id, *query); });
    if (!page) co_return problem(not_found(no_such_classroom));
    std::vector<ClassSessionBody> bodies;
    bodies.reserve(page->items.size());
    for (const ClassSession& session : page->items)
        bodies.emplace_back(session);
    Response response = Response::json(200, wire::to_json_array(bodies));
    add_page_fields(response, request, {query->skip, query->limit}, page->total);
    co_return response;
}

awaitable<Response> get_session(Services& services, Request& request) {
    const auto address = address_of(request);
    if (!address) co_return problem(address.error());
    const auto session = co_await run_blocking(services.blocking, [&] {
        return services.classrooms.get_session(address->classroom, address->session);
    });
    if (!session) co_return problem(not_found("There is no such class session."));
    co_return Response::json(200, to_json(ClassSessionBody(*session)));
}

awaitable<Response> change_session(Services& services, Request& request) {
    ClassSessionChangeBody body;
    Mistakes mistakes;
    mistakes.add(read_body(request, body));
    const auto address = address_of(request);
    mistakes.add(address);
    const auto options = parse_add_options(request);
    mistakes.add(options);
    if (mistakes.any()) co_return problem(mistakes.error());
    const auto changed = co_await run_blocking(services.blocking, [&] {
        return services.classrooms.change_session(address->classroom, address->session, body.change(),
                                                  *options, services.now());
    });
    if (!changed) co_return problem(changed.error());
    if (changed->conflicts.total > 0) co_return conflict_response(changed->conflicts);
    co_return Response::json(200, to_json(ClassSessionBody(changed->session)));
}

awaitable<Response> delete_session(Services& services, Request& request) {
    const auto address = address_of(request);
    if (!address) co_return problem(address.error());
    const auto removed = co_await run_blocking(services.blocking, [&] {
        return services.classrooms.remove_session(address->classroom, address->session);
    });
    if (!removed) co_return problem(removed.error());
    co_return Response::no_content();
}

}  // namespace

void add_class_session_routes(http::Router& router, Services& services) {
    using http::Access;
    using http::Method;
    const std::string sessions = "/api/v1/classrooms/{classroom_id}/sessions/";
    router.add({.method = Method::post,
                .pattern = sessions + "bulk/",
                .handler = bind(services, create_sessions),
                .access = Access::teacher,
                .summary = "Makes all sessions of a schedule, or none.",
                .query = {"dry_run", "on_conflict"},
                .request_schema = "BulkSessions",
                .response_schema = "AddedSessions",
                .success = 201});
    router.add({.method = Method::post,
                .pattern = sessions,
                .handler = bind(services, create_session),
                .access = Access::teacher,
                .summary = "Makes one session.",
                .query = {"dry_run", "on_conflict"},
                .request_schema = "NewClassSession",
                .response_schema = "ClassSession",
                .success = 201});
    router.add({.method = Method::get,
                .pattern = sessions,
                .handler = bind(services, list_sessions),
                .access = Access::teacher,
                .summary = "Lists sessions by their start, by pages, in a window of time.",
                .query = {"skip", "limit", "from", "to"},
                .response_schema = "ClassSession[]"});
    router.add({.method = Method::get,
                .pattern = sessions + "{session_id}/",
                .handler = bind(services, get_session),
                .access = Access::teacher,
                .summary = "One session.",
                .response_schema = "ClassSession"});
    router.add({.method = Method::patch,
                .pattern = sessions + "{session_id}/",
                .handler = bind(services, change_session),
                .access = Access::teacher,
                .summary = "Changes, moves or cancels a session.",
                .query = {"dry_run", "on_conflict"},
                .request_schema = "ClassSessionChange",
                .response_schema = "ClassSession"});
    router.add({.method = Method::del,
                .pattern = sessions + "{session_id}/",
                .handler = bind(services, delete_session),
                .access = Access::teacher,
                .summary = "Forgets a session; recordings of it stay.",
                .success = 204});
}

}  // namespace lectern::api
