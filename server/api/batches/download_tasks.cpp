// Single download tasks: start, status, cancel, retry, and the file that they brought.
#include "domain/base/uuid.hpp"
#include "domain/batch/download_name.hpp"
#include "server/api/access/tenancy.hpp"
#include "server/api/batches/batch_bodies.hpp"
#include "server/api/batches/batch_routes.hpp"
#include "server/api/bind.hpp"
#include "server/api/disposition.hpp"
#include "server/api/failures.hpp"
#include "server/api/lectures/bodies.hpp"
#include "server/http/problem.hpp"
#include "server/http/run_blocking.hpp"
#include "server/jobs/runner.hpp"
#include "server/wire/json.hpp"
#include "storage/batches/batch_store.hpp"
#include "storage/batches/open_download.hpp"

#include <chrono>
#include <memory>

namespace lectern::api {
namespace {

using boost::asio::awaitable;
using http::problem;
using http::Request;
using http::Response;
using http::run_blocking;
using wire::to_json;

constexpr const char* no_such_task = "There is no such task.";

Result<std::string> task_id_of(const Request& request) {
    const auto id = parse_uuid(request.param("task_id"));
    if (!id) return invalid("task_id", "must be a UUID");
    return *id;
}

Response task_response(const Result<DownloadTask>& task) {
    return task ? Response::json(200, to_json(DownloadTaskBody(*task))) : problem(task.error());
}

Result<DownloadTask> find_task(const Services& services, const Request& request, const std::string& id) {
    auto task = services.batches.task(id, request.caller.client_id);
    if (!task) return not_found(no_such_task);
    return *std::move(task);
}

awaitable<Response> start_task(Services& services, Request& request) {
    const auto id = task_id_of(request);
    if (!id) co_return problem(id.error());
    const auto started = co_await run_blocking(services.blocking, [&] {
        return services.batches.start(*id, request.caller.client_id, services.now());
    });
    if (!started) co_return problem(started.error());
    services.runner.wake();
    co_return Response::json(200, to_json(StartedBody{"Download started", *id}));
}

awaitable<Response> get_task(Services& services, Request& request) {
    const auto id = task_id_of(request);
    if (!id) co_return problem(id.error());
    const auto task =
        co_await run_blocking(services.blocking, [&] { return find_task(services, request, *id); });
    co_return task_response(task);
}

awaitable<Response> cancel_task(Services& services, Request& request) {
    const auto id = task_id_of(request);
    if (!id) co_return problem(id.error());
    const auto task = co_await run_blocking(services.blocking, [&]() -> Result<DownloadTask> {
        const auto asked = services.batches.cancel(*id, request.caller.client_id, services.now());
        if (!asked) return asked.error();
        services.runner.cancel(*id);
        return find_task(services, request, *id);
    });
    co_return task_response(task);
}

awaitable<Response> retry_task(Services& services, Request& request) {
    const auto id = task_id_of(request);
    if (!id) co_return problem(id.error());
    const auto task = co_await run_blocking(services.blocking, [&]() -> Result<DownloadTask> {
        const auto queued = services.batches.retry(*id, request.caller.client_id, services.now());
        if (!queued) return queued.error();
        return find_task(services, request, *id);
    });
    if (task) services.runner.wake();
    co_return task_response(task);
}

awaitable<Response> task_file(Services& services, Request& request) {
    const auto id = task_id_of(request);
    if (!id) co_return problem(id.error());
    auto opened = co_await run_blocking(services.blocking, [&] {
        return storage::open_download(services.batches, services.folder, *id, request.caller.client_id);
    });
    if (!opened) co_return problem(not_found(no_such_task));
    if (!opened->file) co_return problem(not_found("This task is not done yet."));
    const DownloadedFile& file = opened->task.file.value();

    http::FileBody body;
    body.file = std::make_shared<const http::ServedFile>(std::move(opened->file));
    body.size = static_cast<std::uint64_t>(file.bytes);
    body.etag = '"' + file.sha256 + '"';
    body.last_modified = std::chrono::floor<std::chrono::seconds>(file.made_at).time_since_epoch().count();

    Response response;
    response.fields.set("Content-Type", std::string(content_type_of(file.name)));
    response.fields.set("Content-Disposition", disposition(request, file.name));
    response.fields.set("Cache-Control", services.tokens_required ? "private, no-cache" : "no-cache");
    response.body = std::move(body);
    co_return response;
}

}  // namespace

void add_download_task_routes(http::Router& router, Services& services) {
    using http::Method;
    add_change(router, {Method::get, Method::post},
               {.method = Method::get,
                .pattern = "/start/{task_id}",
                .handler = bind(services, start_task),
                .client_owns = handler_keeps_to_client(),
                .summary = "Starts a download task.",
                .response_schema = "Started"});
    add_under_both(router, {.method = Method::get,
                            .pattern = "/tasks/{task_id}",
                            .handler = bind(services, get_task),
                            .client_owns = handler_keeps_to_client(),
                            .summary = "Where a download task stands.",
                            .response_schema = "DownloadTask"});
    add_under_both(router, {.method = Method::post,
                            .pattern = "/tasks/{task_id}/cancel",
                            .handler = bind(services, cancel_task),
                            .client_owns = handler_keeps_to_client(),
                            .summary = "Stops a download task.",
                            .response_schema = "DownloadTask"});
    add_under_both(router, {.method = Method::post,
                            .pattern = "/tasks/{task_id}/retry",
                            .handler = bind(services, retry_task),
                            .client_owns = handler_keeps_to_client(),
                            .summary = "Lets a failed or cancelled download task go on.",
                            .response_schema = "DownloadTask"});
    add_under_both(router, {.method = Method::get,
                            .pattern = "/tasks/{task_id}/file",
                            .handler = bind(services, task_file),
                            .client_owns = handler_keeps_to_client(),
                            .summary = "The downloaded file, with ranges; ?download=1 to save it.",
                            .query = {"download"}});
}

}  // namespace lectern::api
