#include "server/api/access/tenancy.hpp"
#include "server/api/bind.hpp"
#include "server/api/failures.hpp"
#include "server/api/lectures/class_tie_bodies.hpp"
#include "server/api/request_body.hpp"
#include "server/api/services.hpp"
#include "server/http/problem.hpp"
#include "server/http/run_blocking.hpp"
#include "server/wire/json.hpp"
#include "storage/lectures/class_tie_store.hpp"

namespace lectern::api {
namespace {

using boost::asio::awaitable;
using http::problem;
using http::Request;
using http::Response;
using http::run_blocking;
using wire::to_json;

// Blocks.
Response detail_response(const Services& services, const Request& request, std::int64_t id) {
    const auto found = services.class_ties.with_ties(id);
    if (!found) return problem(not_found("There is no such session."));
    // The timetable is no client's: a caller that is bound to one sees the session alone.
    if (request.caller.client_id) return Response::json(200, to_json(LectureBody(found->lecture)));
    return Response::json(200, to_json(LectureDetailBody(found->lecture, found->ties)));
}

awaitable<Response> get_session(Services& services, Request& request) {
    const auto id = parse_id(request.param("session_id"), "session_id");
    if (!id) co_return problem(id.error());
    co_return co_await run_blocking(services.blocking,
                                    [&] { return detail_response(services, request, *id); });
}

awaitable<Response> tie(Services& services, Request& request) {
    TieBody body;
    Mistakes mistakes;
    mistakes.add(read_body(request, body));
    const auto id = parse_id(request.param("session_id"), "session_id");
    mistakes.add(id);
    if (mistakes.any()) co_return problem(mistakes.error());
    co_return co_await run_blocking(services.blocking, [&] {
        const auto tied = services.class_ties.tie(*id, body.ids(), services.now());
        return tied ? detail_response(services, request, *id) : problem(tied.error());
    });
}

awaitable<Response> untie(Services& services, Request& request) {
    const auto id = parse_id(request.param("session_id"), "session_id");
    const auto class_session = parse_uuid_id(request.param("class_session_id"), "class_session_id");
    Mistakes mistakes;
    mistakes.add(id);
    mistakes.add(class_session);
    if (mistakes.any()) co_return problem(mistakes.error());
    co_return co_await run_blocking(services.blocking, [&] {
        const auto untied = services.class_ties.untie(*id, *class_session);
        return untied ? detail_response(services, request, *id) : problem(untied.error());
    });
}

}  // namespace

void add_class_tie_routes(http::Router& router, Services& services) {
    using http::Access;
    using http::Method;
    router.add({.method = Method::get,
                .pattern = "/api/v1/sessions/{session_id}",
                .handler = bind(services, get_session),
                .client_owns = owns_lecture(services.owners),
                .summary =
                    "One session without its snippets, with the class sessions that it shows (`match`, "
                    "not for tokens of a client).",
                .response_schema = "SessionDetail"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/sessions/{session_id}/class-session",
                .handler = bind(services, tie),
                .access = Access::local_teacher,
                .summary = "Says which class sessions a recording shows, beside those said before.",
                .request_schema = "TieToClassSession",
                .response_schema = "SessionDetail"});
    router.add({.method = Method::del,
                .pattern = "/api/v1/sessions/{session_id}/class-session/{class_session_id}",
                .handler = bind(services, untie),
                .access = Access::local_teacher,
                .summary = "Says that a recording does not show a class session.",
                .response_schema = "SessionDetail"});
}

}  // namespace lectern::api
