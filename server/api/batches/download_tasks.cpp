// Single download tasks: start, status, cancel, retry, and the downloaded file.
#include "domain/batch/download_name.hpp"
#include "server/api/access/client_ownership.hpp"
#include "server/api/batches/batch_bodies.hpp"
#include "server/api/batches/batch_parameters.hpp"
#include "server/api/batches/batch_routes.hpp"
#include "server/api/batches/older_addresses.hpp"
#include "server/api/file_response.hpp"
#include "server/api/message_bodies.hpp"
#include "server/jobs/runner.hpp"
#include "storage/batches/download_file.hpp"
#include "storage/batches/download_store.hpp"

#include <functional>
#include <memory>

namespace lectern::api {
namespace {

using http::Caller;
using storage::DownloadStore;

constexpr const char* no_such_task = "There is no such task.";

Result<StartedBody> start_task(const BatchServices& services, const DownloadTaskAddress& address,
                               const Caller& caller) {
    const auto started = services.downloads.start(address.task_id, caller.client_id, services.now());
    if (!started) return started.error();
    services.runner.wake();
    return StartedBody{"Download started", address.task_id};
}

Result<DownloadTaskBody> get_task(DownloadStore& downloads, const DownloadTaskAddress& address,
                                  const Caller& caller) {
    const auto task = downloads.get(address.task_id, caller.client_id);
    if (!task) return Error::not_found(no_such_task);
    return DownloadTaskBody(*task);
}

Result<DownloadTaskBody> cancel_task(const BatchServices& services, const DownloadTaskAddress& address,
                                     const Caller& caller) {
    const auto asked = services.downloads.cancel(address.task_id, caller.client_id, services.now());
    if (!asked) return asked.error();
    services.runner.cancel(address.task_id);
    return get_task(services.downloads, address, caller);
}

Result<DownloadTaskBody> retry_task(const BatchServices& services, const DownloadTaskAddress& address,
                                    const Caller& caller) {
    const auto queued = services.downloads.retry(address.task_id, caller.client_id, services.now());
    if (!queued) return queued.error();
    services.runner.wake();
    return get_task(services.downloads, address, caller);
}

Result<http::Response> get_file(DownloadStore& downloads, const storage::StateFolder& folder,
                                bool only_for_callers, const DownloadedFileAddress& address,
                                http::Request& request) {
    auto opened = storage::open_download_file(downloads, folder, address.task_id, request.caller.client_id);
    if (!opened) return Error::not_found(no_such_task);
    if (!opened->file) return Error::not_found("This task is not done yet.");
    const DownloadedFile& file = opened->task.file.value();
    return file_response(request, std::make_shared<const http::ServedFile>(std::move(opened->file)),
                         {.bytes = file.bytes,
                          .version = file.sha256,
                          .made_at = file.made_at,
                          .name = file.name,
                          .content_type = std::string(content_type_of(file.name))},
                         only_for_callers);
}

}  // namespace

void add_download_task_routes(Routes& routes, const BatchServices& services,
                              const storage::StateFolder& folder, bool only_for_callers) {
    using http::Method;
    using std::bind_front;
    http::BlockingPool& database = services.database;
    const auto downloads = std::ref(services.downloads);
    const std::string task = "/tasks/{task_id}";
    add_change(routes, {Method::get, Method::post},
               {.method = Method::get,
                .pattern = "/start/{task_id}",
                .client_owns = handler_keeps_to_client(),
                .summary = "Starts a download task."},
               blocking_endpoint<DownloadTaskAddress, NoBody, StartedBody>(
                   database, bind_front(start_task, std::cref(services))));
    add_under_both(routes,
                   {.method = Method::get,
                    .pattern = task,
                    .client_owns = handler_keeps_to_client(),
                    .summary = "Returns a download task with its status."},
                   blocking_endpoint<DownloadTaskAddress, NoBody, DownloadTaskBody>(
                       database, bind_front(get_task, downloads)));
    add_under_both(routes,
                   {.method = Method::post,
                    .pattern = task + "/cancel",
                    .client_owns = handler_keeps_to_client(),
                    .summary = "Cancels a download task."},
                   blocking_endpoint<DownloadTaskAddress, NoBody, DownloadTaskBody>(
                       database, bind_front(cancel_task, std::cref(services))));
    add_under_both(routes,
                   {.method = Method::post,
                    .pattern = task + "/retry",
                    .client_owns = handler_keeps_to_client(),
                    .summary = "Starts a failed or cancelled download task again. It continues where it "
                               "stopped."},
                   blocking_endpoint<DownloadTaskAddress, NoBody, DownloadTaskBody>(
                       database, bind_front(retry_task, std::cref(services))));
    add_under_both(routes,
                   {.method = Method::get,
                    .pattern = task + "/file",
                    .client_owns = handler_keeps_to_client(),
                    .summary = "Returns the downloaded file, whole or in ranges."},
                   blocking_endpoint<DownloadedFileAddress, NoBody, http::Response>(
                       database, bind_front(get_file, downloads, std::cref(folder), only_for_callers)));
}

}  // namespace lectern::api
