// Clients and their sessions of download tasks.
#include "domain/base/random.hpp"
#include "media/source/link.hpp"
#include "server/api/access/client_ownership.hpp"
#include "server/api/batches/batch_bodies.hpp"
#include "server/api/batches/batch_parameters.hpp"
#include "server/api/batches/batch_routes.hpp"
#include "server/api/batches/client_files.hpp"
#include "server/api/batches/older_addresses.hpp"
#include "server/api/message_bodies.hpp"
#include "server/http/run_blocking.hpp"
#include "server/jobs/runner.hpp"
#include "server/pipeline/download_link.hpp"
#include "storage/batches/batch_store.hpp"
#include "storage/batches/download_store.hpp"

#include <functional>
#include <map>

namespace lectern::api {
namespace {

using http::awaitable;
using storage::BatchStore;

void check_links(const DownloadSources& from, const NewDownloadSessionAddress&, const CreateSession& body,
                 Mistakes& mistakes) {
    if (!body.lecture_urls) return;
    for (std::size_t i = 0; i < body.lecture_urls->size(); ++i) {
        const auto& url = (*body.lecture_urls)[i];
        if (!url) continue;
        if (const auto link = pipeline::parse_download_link(*url, from.sources); !link)
            mistakes.add("lecture_urls." + std::to_string(i), link.error().message);
    }
}

// The same for all links to one recording.
template<class Task>
std::string recording_of(const Task& task, const DownloadSources& from) {
    const std::string text = pipeline::download_link(task.lecture_url, task.source_id, from.id_template);
    const auto link = media::parse_link(text, from.sources);
    return link ? link->key : text;
}

std::vector<TaskAlreadyThere> already_there(const std::vector<storage::NewDownload>& tasks,
                                            const std::vector<DownloadTask>& before,
                                            const DownloadSources& from) {
    std::map<std::string, const DownloadTask*> known;
    for (const DownloadTask& task : before)
        known.emplace(recording_of(task, from), &task);
    std::vector<TaskAlreadyThere> found;
    for (std::size_t i = 0; !known.empty() && i < tasks.size(); ++i)
        if (const auto same = known.find(recording_of(tasks[i], from)); same != known.end())
            found.push_back(
                {static_cast<std::int64_t>(i), same->second->id, std::string(to_text(same->second->status))});
    return found;
}

std::vector<storage::NewDownload> downloads_of(const CreateSession& body, const DownloadSources& from) {
    std::vector<storage::NewDownload> tasks;
    tasks.reserve(body.ids.size());
    for (std::size_t i = 0; i < body.ids.size(); ++i) {
        storage::NewDownload task{random_uuid(), body.ids[i], body.names[i], body.batch_names[i]};
        if (body.topic_names) task.topic_name = (*body.topic_names)[i];
        if (body.lecture_urls) task.lecture_url = (*body.lecture_urls)[i];
        const auto link = pipeline::parse_download_link(
            pipeline::download_link(task.lecture_url, task.source_id, from.id_template), from.sources);
        if (link)
            task.host = pipeline::host_of(*link);  // a task with an id that makes no link fails when it runs
        tasks.push_back(std::move(task));
    }
    return tasks;
}

Result<TaskIdsBody> create_session(const BatchServices& services, const DownloadSources& sources,
                                   const NewDownloadSessionAddress& address, const CreateSession& body) {
    const auto tasks = downloads_of(body, sources);
    const auto before = services.batches.create(address.client_id, body.client_name, address.session_id,
                                                tasks, services.now());
    TaskIdsBody answer;
    answer.already_there = already_there(tasks, before, sources);
    answer.task_ids.reserve(tasks.size());
    for (const storage::NewDownload& task : tasks)
        answer.task_ids.push_back(task.id);
    return answer;
}

Result<Paged<ClientBody>> list_clients(BatchStore& batches, const Page& page, const http::Caller& caller) {
    const auto found = batches.clients(page.skip, page.limit, caller.client_id);
    return Paged<ClientBody>{{found.items.begin(), found.items.end()}, found.total, page};
}

Result<ClientSessionsBody> get_client(BatchStore& batches, const ClientAddress& address) {
    const auto client = batches.client(address.client_id);
    if (!client) return Error::not_found("There is no such client.");
    return ClientSessionsBody(*client);
}

Result<DownloadSessionBody> get_session(BatchStore& batches, const DownloadSessionAddress& address) {
    const auto batch = batches.batch(address.client_id, address.session_id);
    if (!batch) return Error::not_found("There is no such session.");
    return DownloadSessionBody(*batch);
}

Result<StartedTasksBody> start_session(const BatchServices& services, const DownloadSessionAddress& address) {
    const auto started =
        services.downloads.start_batch(address.client_id, address.session_id, services.now());
    if (!started) return started.error();
    services.runner.wake();
    const std::size_t count = started->size();
    return StartedTasksBody{std::to_string(count) + (count == 1 ? " task" : " tasks") + " started", *started};
}

// Runs `change` on the pool of the database, then carries out the file operations that `change` has stored.
awaitable<Result<MessageBody>> change_with_files(const BatchServices& services, ClientFiles& files,
                                                 std::string client_id, std::function<Result<>()> change,
                                                 std::string done) {
    const auto changed = co_await http::run_blocking(services.database, std::move(change));
    if (!changed) co_return changed.error();
    co_await files.settle(std::move(client_id));
    co_return MessageBody{std::move(done)};
}

Result<> cancel_all(jobs::Runner& runner, const Result<std::vector<std::string>>& removed_jobs) {
    if (!removed_jobs) return removed_jobs.error();
    for (const std::string& job : *removed_jobs)
        runner.cancel(job);
    return {};
}

awaitable<Result<MessageBody>> delete_session(const BatchServices& services, ClientFiles& files,
                                              const DownloadSessionAddress& address) {
    const auto remove = [&services, &address] {
        return cancel_all(services.runner, services.batches.remove_batch(address.client_id,
                                                                         address.session_id, services.now()));
    };
    return change_with_files(services, files, address.client_id, remove, "Session deleted");
}

awaitable<Result<MessageBody>> delete_client(const BatchServices& services, ClientFiles& files,
                                             const ClientAddress& address) {
    const auto remove = [&services, &address] {
        return cancel_all(services.runner, services.batches.remove_client(address.client_id, services.now()));
    };
    return change_with_files(services, files, address.client_id, remove, "Client deleted");
}

awaitable<Result<MessageBody>> merge_sessions(const BatchServices& services, ClientFiles& files,
                                              const ClientAddress& address, const MergeSessions& body) {
    const auto merge = [&services, &address, &body] {
        return services.batches.merge(address.client_id, body.session_ids[0], body.session_ids[1],
                                      services.now());
    };
    return change_with_files(services, files, address.client_id, merge, "Sessions merged");
}

}  // namespace

void add_batch_routes(Routes& routes, const BatchServices& services, const DownloadSources& sources,
                      ClientFiles& files) {
    using http::Method;
    using std::bind_front;
    http::BlockingPool& database = services.database;
    const auto batches = std::ref(services.batches);
    const auto changing = [&](auto handler) {
        return bind_front(handler, std::cref(services), std::ref(files));
    };
    const std::string client = "/client/{client_id}";
    const std::string session = "/client/{client_id}/{session_id}";
    add_under_both(routes,
                   {.method = Method::post,
                    .pattern = session + "/create_session",
                    .summary = "Adds download tasks to a session of a client. Creates the client and the "
                               "session if they do not exist. `already_there` names the tasks of the session "
                               "that download the same recording."},
                   blocking_endpoint<NewDownloadSessionAddress, CreateSession, TaskIdsBody>(
                       database, bind_front(create_session, std::cref(services), sources),
                       bind_front(check_links, sources)));
    add_under_both(
        routes,
        {.method = Method::get,
         .pattern = "/client",
         .client_owns = handler_keeps_to_client(),
         .summary = "Lists clients in pages."},
        blocking_endpoint<Page, NoBody, Paged<ClientBody>>(database, bind_front(list_clients, batches)));
    add_under_both(routes,
                   {.method = Method::get,
                    .pattern = client,
                    .summary = "Returns a client with its sessions and their download tasks."},
                   blocking_endpoint<ClientAddress, NoBody, ClientSessionsBody>(
                       database, bind_front(get_client, batches)));
    add_under_both(routes,
                   {.method = Method::get,
                    .pattern = session,
                    .summary = "Returns a session of a client with its download tasks."},
                   blocking_endpoint<DownloadSessionAddress, NoBody, DownloadSessionBody>(
                       database, bind_front(get_session, batches)));
    add_under_both(
        routes,
        {.method = Method::post,
         .pattern = session + "/start",
         .summary = "Starts all download tasks of a session that are not queued, running or done."},
        blocking_endpoint<DownloadSessionAddress, NoBody, StartedTasksBody>(
            database, bind_front(start_session, std::cref(services))));
    add_change(routes, {Method::get, Method::post, Method::del},
               {.method = Method::get,
                .pattern = session + "/delete_session",
                .summary = "Deletes a session with its download tasks and files. Running downloads are "
                           "cancelled."},
               endpoint<DownloadSessionAddress, NoBody, MessageBody>(changing(delete_session)));
    add_change(routes, {Method::get, Method::post, Method::del},
               {.method = Method::get,
                .pattern = client + "/delete_client",
                .summary = "Deletes a client with all of its sessions."},
               endpoint<ClientAddress, NoBody, MessageBody>(changing(delete_client)));
    add_under_both(routes,
                   {.method = Method::post,
                    .pattern = client + "/merge_sessions",
                    .summary = "Moves the download tasks and files of the second session into the first."},
                   endpoint<ClientAddress, MergeSessions, MessageBody>(changing(merge_sessions)));
}

}  // namespace lectern::api
