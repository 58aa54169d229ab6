#include "storage/lectures.hpp"

#include "domain/base/uuid.hpp"
#include "media/source/link.hpp"
#include "media/speech/captions.hpp"
#include "server/api/bind.hpp"
#include "server/api/bodies.hpp"
#include "server/api/events.hpp"
#include "server/api/failures.hpp"
#include "server/api/media_urls.hpp"
#include "server/api/paging.hpp"
#include "server/api/request_body.hpp"
#include "server/api/services.hpp"
#include "server/http/problem.hpp"
#include "server/http/router.hpp"
#include "server/http/run_blocking.hpp"
#include "server/wire/json.hpp"
#include "server/work/housekeeping.hpp"
#include "server/work/orders.hpp"
#include "server/work/random.hpp"
#include "server/work/runner.hpp"
#include "storage/files/outbox.hpp"
#include "storage/uploads.hpp"

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

// A link to an upload is good when the upload is there and complete; blocks.
Result<> check_upload(storage::UploadStore& uploads, const std::string& id) {
    const auto upload = uploads.get(id);
    if (!upload) return invalid("drive_link", "There is no such upload.");
    if (!upload->complete) return invalid("drive_link", "This upload is not complete yet.");
    return {};
}

// What the link means, and every mistake in the link and the subtitles.
Result<media::SourceLink> check_link(const Services& services, const UploadSession& body) {
    std::vector<FieldError> mistakes;
    auto link = body.drive_link.empty() ? Result<media::SourceLink>(invalid("", ""))
                                        : media::parse_link(body.drive_link, services.sources);
    if (!link && !body.drive_link.empty()) mistakes = link.error().fields;
    if (body.subtitles && media::parse_captions(*body.subtitles).empty())
        mistakes.push_back({"subtitles", "must be SubRip or WebVTT text with times"});
    if (link && mistakes.empty()) return link;
    Error error = invalid("", "");
    error.fields = std::move(mistakes);
    return error;
}

awaitable<Response> upload_session(Services& services, Request& request) {
    UploadSession body;
    const auto read = read_body(request, body);
    const auto link = check_link(services, body);
    if (!read) co_return problem(link ? read.error() : merged(read.error(), link.error()));
    if (!link) co_return problem(link.error());

    storage::NewLecture lecture{
        body.name,   body.module, body.drive_link, link->key, to_json(work::DownloadOrder{body.subtitles}),
        std::nullopt};
    const auto created = co_await run_blocking(services.blocking, [&]() -> Result<Lecture> {
        if (link->kind == media::SourceKind::upload)
            if (const auto usable = check_upload(services.uploads, link->id); !usable) return usable.error();
        return services.lectures.create(lecture, work::random_uuid(), services.now());
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

awaitable<Response> get_session(Services& services, Request& request) {
    const auto id = parse_id(request.param("session_id"), "session_id");
    if (!id) co_return problem(id.error());
    const auto lecture = co_await run_blocking(services.blocking, [&] { return services.lectures.get(*id); });
    if (!lecture) co_return problem(not_found(no_such_session));
    co_return Response::json(200, to_json(LectureBody(*lecture)));
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
    services.events.changed(*id);
    services.housekeeping.wake();
    Response response;
    response.status = 204;
    co_return response;
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
    const auto id = parse_id(request.param("session_id"), "session_id");
    if (!id) co_return problem(id.error());
    const auto status =
        co_await run_blocking(services.blocking, [&] { return services.lectures.status(*id); });
    if (!status) co_return problem(not_found(no_such_session));
    co_return Response::json(200, to_json(StatusBody(*status)));
}

awaitable<Response> retry_job(Services& services, Request& request) {
    const auto id = parse_id(request.param("session_id"), "session_id");
    if (!id) co_return problem(id.error());
    const auto lecture = co_await run_blocking(
        services.blocking, [&] { return services.lectures.retry(*id, work::random_uuid(), services.now()); });
    if (lecture) {
        services.runner.wake();
        services.events.changed(*id);
    }
    co_return lecture_response(lecture);
}

awaitable<Response> cancel_job(Services& services, Request& request) {
    const auto id = parse_id(request.param("session_id"), "session_id");
    if (!id) co_return problem(id.error());
    const auto lecture = co_await run_blocking(services.blocking,
                                               [&] { return services.lectures.cancel(*id, services.now()); });
    if (lecture) {
        if (lecture->job_id) services.runner.cancel(*lecture->job_id);
        services.events.changed(*id);
    }
    co_return lecture_response(lecture);
}

awaitable<Response> job_events(Services& services, Request& request) {
    const auto id = parse_id(request.param("session_id"), "session_id");
    if (!id) co_return problem(id.error());
    const auto status =
        co_await run_blocking(services.blocking, [&] { return services.lectures.status(*id); });
    if (!status) co_return problem(not_found(no_such_session));
    const std::string* last = request.fields.find("Last-Event-ID");
    if (last && !pipeline_runs(status->status) && *last == event_id(*status)) {
        Response nothing_more;  // 204 tells a browser's EventSource not to come back
        nothing_more.status = 204;
        co_return nothing_more;
    }
    co_return event_stream(services, *id, last ? *last : "");
}

}  // namespace

void add_lecture_routes(http::Router& router, Services& services) {
    using http::Method;
    router.add({.method = Method::post,
                .pattern = "/api/v1/upload-session",
                .handler = bind(services, upload_session),
                .summary = "Takes a recording by its link and starts its pipeline.",
                .request_schema = "UploadSession",
                .response_schema = "Session"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/sessions",
                .handler = bind(services, list_sessions),
                .summary = "Lists sessions, by pages.",
                .query = {"skip", "limit", "sort_by", "order"},
                .response_schema = "Session[]"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/sessions/{session_id}",
                .handler = bind(services, get_session),
                .summary = "One session without its snippets.",
                .response_schema = "Session"});
    router.add({.method = Method::del,
                .pattern = "/api/v1/sessions/{session_id}",
                .handler = bind(services, delete_session),
                .summary = "Forgets a session with its recording and clips.",
                .success = 204});
    router.add({.method = Method::get,
                .pattern = "/api/v1/sessions/{session_id}/results",
                .handler = bind(services, session_results),
                .summary = "A session with its snippets.",
                .response_schema = "SessionResults"});
    router.add({.method = Method::patch,
                .pattern = "/api/v1/sessions/{session_id}/plan",
                .handler = bind(services, update_plan),
                .summary = "Replaces the plan: the snippets of a session.",
                .request_schema = "Plan",
                .response_schema = "SessionResults"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/sessions/{session_id}/transcript",
                .handler = bind(services, session_transcript),
                .summary = "What was said when, as JSON, WebVTT or SubRip (?format=json|vtt|srt).",
                .query = {"format"},
                .response_schema = "Transcript"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/jobs/{session_id}/status",
                .handler = bind(services, job_status),
                .summary = "Where a session's pipeline stands.",
                .response_schema = "JobStatus"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/jobs/{session_id}/retry",
                .handler = bind(services, retry_job),
                .summary = "Lets a failed pipeline go on from its failed step.",
                .response_schema = "Session"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/jobs/{session_id}/cancel",
                .handler = bind(services, cancel_job),
                .summary = "Stops a running pipeline.",
                .response_schema = "Session"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/jobs/{session_id}/events",
                .handler = bind(services, job_events),
                .summary = "Status and progress as Server-Sent Events, resumable with Last-Event-ID."});
}

}  // namespace lectern::api
