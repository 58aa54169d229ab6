#include "domain/base/random.hpp"
#include "domain/base/uuid.hpp"
#include "server/api/access/media_urls.hpp"
#include "server/api/access/tenancy.hpp"
#include "server/api/bind.hpp"
#include "server/api/cache/hot_reads.hpp"
#include "server/api/cache/known_clips.hpp"
#include "server/api/disposition.hpp"
#include "server/api/failures.hpp"
#include "server/api/lectures/bodies.hpp"
#include "server/api/lectures/clip_files.hpp"
#include "server/api/request_body.hpp"
#include "server/api/services.hpp"
#include "server/http/problem.hpp"
#include "server/http/router.hpp"
#include "server/http/run_blocking.hpp"
#include "server/jobs/runner.hpp"
#include "server/pipeline/cut_style.hpp"
#include "server/pipeline/orders.hpp"
#include "server/wire/json.hpp"
#include "storage/lectures/lecture_store.hpp"

#include <chrono>
#include <memory>
#include <system_error>

namespace lectern::api {
namespace {

using boost::asio::awaitable;
using http::problem;
using http::Request;
using http::Response;
using http::run_blocking;
using wire::to_json;

constexpr const char* no_such_snippet = "There is no such snippet.";
constexpr const char* no_such_task = "There is no such task.";

awaitable<Response> get_snippet(Services& services, Request& request) {
    const Timestamp now = services.now();
    if (auto known = services.hot_reads.find(request, now)) co_return std::move(*known);
    const auto id = parse_id(request.param("snippet_id"), "snippet_id");
    if (!id) co_return problem(id.error());
    const auto before = services.hot_reads.moment();
    const auto snippet =
        co_await run_blocking(services.blocking, [&] { return services.lectures.snippet(*id); });
    if (!snippet) co_return problem(not_found(no_such_snippet));
    std::string body = to_json(SnippetBody(*snippet, services.media_urls.of(*snippet, now)));
    co_return services.hot_reads.keep(request, before, snippet->lecture_id, std::move(body), now,
                                      services.media_urls.same_until(now));
}

awaitable<Response> process_snippet(Services& services, Request& request) {
    const auto id = parse_id(request.param("snippet_id"), "snippet_id");
    if (!id) co_return problem(id.error());
    const auto order = parse_body<pipeline::CutOrder>(request, true);
    if (!order) co_return problem(order.error());
    if (const auto style = pipeline::style_of(*order, services.style, ""); !style)
        co_return problem(style.error());
    const auto started = co_await run_blocking(services.blocking, [&] {
        return services.lectures.start_cut(*id, to_json(*order), random_uuid(), services.now());
    });
    if (!started) co_return problem(started.error());
    services.runner.wake();
    co_return Response::json(
        200, to_json(StartedBody{
                 started->already_running ? "Snippet processing is under way" : "Snippet processing started",
                 started->task_id}));
}

// A cut by its task id; pipeline jobs are no tasks of snippets.
awaitable<Result<Job>> find_task(Services& services, std::string task_id) {
    const auto id = parse_uuid(task_id);
    if (!id) co_return invalid("task_id", "must be a UUID");
    const auto job = co_await run_blocking(services.blocking, [&] { return services.jobs.get(*id); });
    if (!job || about(job->kind).scope != JobScope::clip) co_return not_found(no_such_task);
    co_return *job;
}

awaitable<Response> task_status_of(Services& services, Request& request) {
    if (auto known = services.hot_reads.find(request, services.now())) co_return std::move(*known);
    const auto before = services.hot_reads.moment();
    const auto job = co_await find_task(services, request.param("task_id"));
    if (!job) co_return problem(job.error());
    std::string body = to_json(TaskBody(*job));
    // Without its lecture nobody would tell of its changes.
    if (!job->lecture_id) co_return Response::json(200, std::move(body));
    co_return services.hot_reads.keep(request, before, *job->lecture_id, std::move(body), services.now());
}

awaitable<Response> cancel_task(Services& services, Request& request) {
    const auto job = co_await find_task(services, request.param("task_id"));
    if (!job) co_return problem(job.error());
    const auto cancelled = co_await run_blocking(
        services.blocking, [&] { return services.jobs.cancel(job->id, services.now()); });
    if (!cancelled) co_return problem(cancelled.error());
    services.runner.cancel(job->id);
    co_return Response::json(200, to_json(TaskBody(*cancelled)));
}

// The snippet that `find` gives, with its clip's file; blocks. A clip that was cut again between the two is
// looked up once more.
template<class Find>
OpenedClip open_clip(ClipFiles& files, Find find) {
    for (bool again = true;; again = false) {
        std::optional<Snippet> found = find();
        if (!found) return {};
        OpenedClip opened{std::make_shared<const Snippet>(std::move(*found)), nullptr};
        if (!opened.snippet->clip) return opened;
        try {
            opened.file = files.open(*opened.snippet->clip);
            return opened;
        } catch (const std::system_error& error) {
            if (!again || error.code() != std::errc::no_such_file_or_directory) throw;
        }
    }
}

Response clip_response(const Services& services, const Request& request, const OpenedClip& opened) {
    const auto& snippet = opened.snippet;
    if (!snippet) return problem(not_found("There is no such clip."));
    if (request.caller.signed_clip && *request.caller.signed_clip != snippet->id)
        return problem(Error{ErrorCode::forbidden, "This address is signed for another clip.", {}, {}, {}});
    if (!opened.file) return problem(not_found("This snippet has not been cut yet."));
    const Clip& clip = *snippet->clip;

    http::FileBody body;
    body.file = opened.file;
    body.size = static_cast<std::uint64_t>(clip.bytes);
    body.etag = '"' + clip.version + '"';
    body.last_modified = std::chrono::floor<std::chrono::seconds>(clip.made_at).time_since_epoch().count();

    Response response;
    response.fields.set("Content-Type", "video/mp4");
    response.fields.set("Content-Disposition", disposition(request, *snippet->storage_link()));
    // The address stays while the clip behind it may be cut again: caches ask, and mostly hear 304.
    response.fields.set("Cache-Control", services.tokens_required ? "private, no-cache" : "no-cache");
    response.body = std::move(body);
    return response;
}

// The clip that `find` looks up unless it is known.
template<class Find>
awaitable<Response> send_clip(Services& services, Request& request, Find find) {
    const Timestamp now = services.now();
    if (const auto known = services.known_clips.find(request.path, now))
        co_return clip_response(services, request, *known);
    const auto before = services.hot_reads.moment();
    const OpenedClip opened =
        co_await run_blocking(services.blocking, [&] { return open_clip(services.clip_files, find); });
    services.known_clips.keep(request.path, before, opened, now);
    co_return clip_response(services, request, opened);
}

awaitable<Response> download(Services& services, Request& request) {
    const auto id = parse_id(request.param("snippet_id"), "snippet_id");
    if (!id) co_return problem(id.error());
    const auto find = [&services, &id] { return services.lectures.snippet(*id); };
    co_return co_await send_clip(services, request, find);
}

awaitable<Response> output_file(Services& services, Request& request) {
    const auto id = parse_id(request.param("session_id"), "session_id");
    if (!id) co_return problem(id.error());
    const auto find = [&] { return services.lectures.clip_by_name(*id, request.param("filename")); };
    co_return co_await send_clip(services, request, find);
}

}  // namespace

void add_snippet_routes(http::Router& router, Services& services) {
    using http::Method;
    router.add({.method = Method::get,
                .pattern = "/api/v1/snippets/{snippet_id}",
                .handler = bind(services, get_snippet),
                .client_owns = owns_snippet(services.owners),
                .summary = "One snippet; media_url is an address that players can open.",
                .response_schema = "Snippet"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/snippets/{snippet_id}/process",
                .handler = bind(services, process_snippet),
                .client_owns = owns_snippet(services.owners),
                .summary = "Starts to cut the clip of a snippet.",
                .request_schema = "Process",
                .response_schema = "Started"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/snippets/tasks/{task_id}",
                .handler = bind(services, task_status_of),
                .client_owns = owns_cut(services.owners),
                .summary = "Where a cut stands.",
                .response_schema = "Task"});
    router.add({.method = Method::post,
                .pattern = "/api/v1/snippets/tasks/{task_id}/cancel",
                .handler = bind(services, cancel_task),
                .client_owns = owns_cut(services.owners),
                .summary = "Stops a cut.",
                .response_schema = "Task"});
    router.add({.method = Method::get,
                .pattern = "/api/v1/snippets/{snippet_id}/download",
                .handler = bind(services, download),
                .access = http::Access::media,
                .client_owns = owns_snippet(services.owners),
                .summary = "The clip, with ranges; ?download=1 to save it.",
                .query = {"download", "clip", "expires", "signature"}});
    router.add({.method = Method::get,
                .pattern = "/output/{session_id}/snippets/{filename}",
                .handler = bind(services, output_file),
                .access = http::Access::media,
                .client_owns = owns_lecture(services.owners),
                .summary = "The clip by its file name, with ranges.",
                .query = {"download", "clip", "expires", "signature"}});
}

}  // namespace lectern::api
