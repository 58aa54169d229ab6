#include "domain/base/random.hpp"
#include "domain/base/uuid.hpp"
#include "server/api/access/media_urls.hpp"
#include "server/api/access/tenancy.hpp"
#include "server/api/bind.hpp"
#include "server/api/cache/hot_reads.hpp"
#include "server/api/failures.hpp"
#include "server/api/lectures/bodies.hpp"
#include "server/api/lectures/status_stream.hpp"
#include "server/api/lectures/new_lecture.hpp"
#include "server/api/paging.hpp"
#include "server/api/request_body.hpp"
#include "server/api/services.hpp"
#include "server/http/problem.hpp"
#include "server/http/router.hpp"
#include "server/http/run_blocking.hpp"
#include "server/jobs/runner.hpp"
#include "server/pipeline/housekeeping.hpp"
#include "server/wire/json.hpp"
#include "storage/classrooms/classroom_store.hpp"
#include "storage/files/outbox.hpp"
#include "storage/lectures/lecture_store.hpp"

#include <algorithm>
#include <array>

namespace lectern::api {
namespace {

using boost::asio::awaitable;
using http::problem;
using http::Request;
using http::Response;
using http::run_blocking;
using wire::to_json;

constexpr const char* no_such_session = "There is no such session.";

Error no_classroom() {
    Error error = not_found("Classroom not found");
    error.fields.push_back({"classroom_id", error.message});
    return error;
}

Response lecture_response(const Result<Lecture>& lecture) {
    return lecture ? Response::json(200, to_json(LectureBody(*lecture))) : problem(lecture.error());
}

Response results_response(Services& services, const LectureWithSnippets& found) {
    ResultsBody body(found.lecture);
    body.snippets.reserve(found.snippets.size());
    for (const Snippet& snippet : found.snippets)
        body.snippets.emplace_back(snippet, services.media_urls.of(snippet, services.now()));
    return Response::json(200, to_json(body));
}

awaitable<Response> upload_session(Services& services, Request& request) {
    UploadSession body;
    Mistakes mistakes;
    mistakes.add(read_body(request, body));
    mistakes.add(check_recording(services, body));
    if (mistakes.any()) co_return problem(mistakes.error());
    if (request.caller.client_id && (body.class_session_id || body.classroom_id))
        co_return problem(
            Error{ErrorCode::forbidden, "This token is for its client's data alone.", {}, {}, {}});

    const auto created = co_await run_blocking(services.blocking, [&]() -> Result<Lecture> {
        const auto lecture = new_lecture(services, body, request.caller);
        if (!lecture) return lecture.error();
        if (body.classroom_id && !services.classrooms.get(parse_uuid(*body.classroom_id).value()))
            return no_classroom();
        return services.lectures.create(*lecture, random_uuid(), services.now());
    });
    if (created) services.runner.wake();
    co_return lecture_response(created);
}

Result<storage::LectureOrder> parse_order(const std::string& text) {
    using storage::LectureOrder;
    static constexpr std::array<std::pair<std::string_view, LectureOrder>, 5> orders{{
        {"created_at", LectureOrder::created_at},
        {"id", LectureOrder::id},
        {"name", LectureOrder::name},
        {"module", LectureOrder::module},
        {"job_status", LectureOrder::job_status},
    }};
    for (const auto& [name, order] : orders)
        if (name == text) return order;
    return invalid("sort_by", "must be one of created_at, id, name, module, job_status");
}

Result<storage::LectureQuery> parse_list_query(const Request& request) {
    storage::LectureQuery query;
    Error mistakes = invalid("", "");
    mistakes.fields.clear();
    const auto page = parse_page(request, 100);
    if (page) {
        query.skip = page->skip;
        query.limit = page->limit;
    } else {
        mistakes.fields = page.error().fields;
    }
    if (const std::string* sort = request.query_value("sort_by")) {
        const auto order = parse_order(*sort);
        if (order)
            query.sort_by = *order;
        else
            mistakes.fields.push_back(order.error().fields.front());
    }
    if (const std::string* order = request.query_value("order")) {
        if (*order != "asc" && *order != "desc") mistakes.fields.push_back({"order", "must be asc or desc"});
        query.descending = *order == "desc";
    }
    if (const std::string* class_session = request.query_value("class_session_id")) {
        query.class_session_id = parse_uuid(*class_session);
        if (!query.class_session_id) mistakes.fields.push_back({"class_session_id", "must be a UUID"});
    }
    query.client_id = request.caller.client_id;
    if (!mistakes.fields.empty()) return mistakes;
    return query;
}

awaitable<Response> list_sessions(Services& services, Request& request) {
    const auto query = parse_list_query(request);
    if (!query) co_return problem(query.error());
    const auto page =
        co_await run_blocking(services.blocking, [&] { return services.lectures.list(*query); });
    std::vector<LectureBody> bodies(page.lectures.begin(), page.lectures.end());
    Response response = Response::json(200, wire::to_json_array(bodies));
    add_page_fields(response, request, {query->skip, query->limit}, page.total);
    co_return response;
}

awaitable<Response> delete_session(Services& services, Request& request) {
    const auto id = parse_id(request.param("session_id"), "session_id");
    if (!id) co_return problem(id.error());
    const auto removed = co_await run_blocking(services.blocking, [&]() -> Result<> {
        const auto lecture = services.lectures.get(*id);
        const auto result = services.lectures.remove(*id, services.now());
        if (result && lecture->job_id) services.runner.cancel(*lecture->job_id);
        return result;
    });
    if (!removed) co_return problem(removed.error());
    services.housekeeping.wake();
    co_return Response::no_content();
}

awaitable<Response> session_results(Services& services, Request& request) {
    const auto id = parse_id(request.param("session_id"), "session_id");
    if (!id) co_return problem(id.error());
    const auto found =
        co_await run_blocking(services.blocking, [&] { return services.lectures.with_snippets(*id); });
    if (!found) co_return problem(not_found(no_such_session));
    co_return results_response(services, *found);
}

awaitable<Response> update_plan(Services& services, Request& request) {
    const auto id = parse_id(request.param("session_id"), "session_id");
    if (!id) co_return problem(id.error());
    PlanBody body;
    const auto read = read_body(request, body);
    std::vector<PlanItem> items;
    items.reserve(body.snippets.size());
    for (const PlanItemBody& item : body.snippets)
        items.push_back({item.id, item.name, item.summary.value_or(""), item.start, item.end});
    if (!read) {
        const auto mistakes = co_await run_blocking(services.blocking, [&] {
            const auto found = services.lectures.with_snippets(*id);
            if (!found) return read.error();
            const auto change = plan_change(found->snippets, items, found->lecture.duration);
            return change ? read.error() : merged(read.error(), change.error());
        });
        co_return problem(mistakes);
    }
    const auto updated = co_await run_blocking(
        services.blocking, [&] { return services.lectures.set_plan(*id, items, services.now()); });
    if (!updated) co_return problem(updated.error());
    services.housekeeping.wake();
    co_return results_response(services, *updated);
}

awaitable<Response> session_transcript(Services& services, Request& request) {
    const auto id = parse_id(request.param("session_id"), "session_id");
    if (!id) co_return problem(id.error());
    const std::string* asked = request.query_value("format");
    const std::string format = asked ? *asked : "json";
    if (format != "json" && format != "vtt" && format != "srt")
        co_return problem(invalid("format", "must be json, vtt or srt"));
    // Writing out hours of speech takes milliseconds: not on the io thread.
    const auto text = co_await run_blocking(services.blocking, [&]() -> Result<std::string> {
        const auto transcript = services.lectures.transcript(*id);
        if (!transcript)
            return not_found(services.lectures.get(*id) ? "This session has no transcript yet."
                                                        : no_such_session);
        if (format == "vtt") return to_webvtt(*transcript);
        if (format == "srt") return to_subrip(*transcript);
        return to_json(TranscriptBody(*transcript));
    });
    if (!text) co_return problem(text.error());
    Response response = Response::json(200, *text);
    if (format == "vtt") response.fields.set("Content-Type", "text/vtt; charset=utf-8");
    if (format == "srt") response.fields.set("Content-Type", "application/x-subrip; charset=utf-8");
    co_return response;
}

awaitable<Response> job_status(Services& services, Request& request) {
    if (auto known = services.hot_reads.find(request, services.now())) co_return std::move(*known);
    const auto id = parse_id(request.param("session_id"), "session_id");
    if (!id) co_return problem(id.error());
    const auto before = services.hot_reads.moment();
    const auto status =
        co_await run_blocking(services.blocking, [&] { return services.lectures.status(*id); });
    if (!status) co_return problem(not_found(no_such_session));
    co_return services.hot_reads.keep(request, before, *id, to_json(StatusBody(*status)), services.now());
}

awaitable<Response> retry_job(Services& services, Request& request) {
    const auto id = parse_id(request.param("session_id"), "session_id");
    if (!id) co_return problem(id.error());
    const auto lecture = co_await run_blocking(
        services.blocking, [&] { return services.lectures.retry(*id, random_uuid(), services.now()); });
    if (lecture) services.runner.wake();
    co_return lecture_response(lecture);
}

awaitable<Response> cancel_job(Services& services, Request& request) {
    const auto id = parse_id(request.param("session_id"), "session_id");
    if (!id) co_return problem(id.error());
    const auto lecture = co_await run_blocking(services.blocking,
                                               [&] { return services.lectures.cancel(*id, services.now()); });
    if (lecture && lecture->job_id) services.runner.cancel(*lecture->job_id);
    co_return lecture_response(lecture);
}

awaitable<Response> job_events(Services& services, Request& request) {
    const auto id = parse_id(request.param("session_id"), "session_id");
    if (!id) co_return problem(id.error());
    const auto status =
        co_await run_blocking(services.blocking, [&] { return services.lectures.status(*id); });
    if (!status) co_return problem(not_found(no_such_session));
    const std::string* last = request.fields.find("Last-Event-ID");
    if (last && !pipeline_runs(status->status) && *last == status_event_id(*status)) {
        co_return Response::no_content();  // tells a browser's EventSource not to come back
    }
    co_return status_stream(services, *id, last ? *last : "");
}

}  // namespace

void add_lecture_routes(http::Router& router, Services& services) {
    using http::Method;
    router.add({.method = Method::post,
                .pattern = "/api/v1/upload-session",
                .handler = bind(services, upload_session),
                .client_owns = handler_keeps_to_client(),
                .summary = "Takes a recording by its link and starts its pipeline.",
                .request_schema = "UploadSession",
                .response_schema = "Session"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/sessions",
                .handler = bind(services, list_sessions),
                .client_owns = handler_keeps_to_client(),
                .summary = "Lists sessions, by pages.",
                .query = {"skip", "limit", "sort_by", "order", "class_session_id"},
                .response_schema = "Session[]"});
    router.add({.method = Method::del,
                .pattern = "/api/v1/sessions/{session_id}",
                .handler = bind(services, delete_session),
                .client_owns = owns_lecture(services.owners),
                .summary = "Forgets a session with its recording and clips.",
                .success = 204});
    router.add({.method = Method::get,
                .pattern = "/api/v1/sessions/{session_id}/results",
                .handler = bind(services, session_results),
                .client_owns = owns_lecture(services.owners),
                .summary = "A session with its snippets.",
                .response_schema = "SessionResults"});
    router.add({.method = Method::patch,
                .pattern = "/api/v1/sessions/{session_id}/plan",
                .handler = bind(services, update_plan),
                .client_owns = owns_lecture(services.owners),
                .summary = "Replaces the plan: the snippets of a session.",
                .request_schema = "Plan",
                .response_schema = "SessionResults"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/sessions/{session_id}/transcript",
                .handler = bind(services, session_transcript),
                .client_owns = owns_lecture(services.owners),
                .summary = "What was said when, as JSON, WebVTT or SubRip (?format=json|vtt|srt).",
                .query = {"format"},
                .response_schema = "Transcript"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/jobs/{session_id}/status",
                .handler = bind(services, job_status),
                .client_owns = owns_lecture(services.owners),
                .summary = "Where a session's pipeline stands.",
                .response_schema = "JobStatus"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/jobs/{session_id}/retry",
                .handler = bind(services, retry_job),
                .client_owns = owns_lecture(services.owners),
                .summary = "Lets a failed pipeline go on from its failed step.",
                .response_schema = "Session"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/jobs/{session_id}/cancel",
                .handler = bind(services, cancel_job),
                .client_owns = owns_lecture(services.owners),
                .summary = "Stops a running pipeline.",
                .response_schema = "Session"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/jobs/{session_id}/events",
                .handler = bind(services, job_events),
                .client_owns = owns_lecture(services.owners),
                .summary = "Status and progress as Server-Sent Events, resumable with Last-Event-ID."});
}

}  // namespace lectern::api
