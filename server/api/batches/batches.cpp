// Clients and their sessions of download tasks.
#include "domain/base/random.hpp"
#include "media/source/link.hpp"
#include "server/api/access/tenancy.hpp"
#include "server/api/batches/batch_bodies.hpp"
#include "server/api/batches/batch_routes.hpp"
#include "server/api/bind.hpp"
#include "server/api/failures.hpp"
#include "server/api/paging.hpp"
#include "server/api/request_body.hpp"
#include "server/http/problem.hpp"
#include "server/http/run_blocking.hpp"
#include "server/jobs/runner.hpp"
#include "server/log.hpp"
#include "server/pipeline/housekeeping.hpp"
#include "server/pipeline/task_link.hpp"
#include "server/wire/json.hpp"
#include "storage/batches/batch_rows.hpp"
#include "storage/batches/batch_store.hpp"
#include "storage/files/outbox.hpp"

namespace lectern::api {
namespace {

using boost::asio::awaitable;
using http::problem;
using http::Request;
using http::Response;
using http::run_blocking;
using wire::to_json;

// So many files are moved before the answer; readers find those that come later on their way.
constexpr std::int64_t few_moves = 200;

constexpr const char* no_such_client = "There is no such client.";
constexpr const char* no_such_session = "There is no such session.";

Response message_response(std::string message) {
    return Response::json(200, to_json(MessageBody{std::move(message)}));
}

// The ids in the path, all mistakes told at once.
Result<> check_ids(const Request& request, std::initializer_list<const char*> names) {
    Error error = invalid("", "");
    error.fields.clear();
    for (const char* name : names)
        if (!is_chosen_id(request.param(name))) error.fields.push_back({name, std::string(chosen_id_rule)});
    if (!error.fields.empty()) return error;
    return {};
}

// What stands in an address where a session's name does: a session of that name could not be reached, and
// who asks for it would do something else.
Result<> check_no_verb(const std::string& session_id) {
    if (session_id == "delete_client" || session_id == "merge_sessions")
        return invalid("session_id", "is a word of this API: choose another name");
    return {};
}

// Files are where they belong when the answer comes, unless they are many, another thread is at them or
// something stands in the way: what is decided is decided, and the outbox goes on trying.
awaitable<void> carry_out(Services& services, const std::string& client_id) {
    const std::string strand = storage::client_strand(client_id);
    try {
        co_await run_blocking(services.disk, [&] {
            if (!services.outbox.has_more_than(few_moves, strand)) services.outbox.drain(strand);
        });
    } catch (const std::exception& error) {
        log::warn("files of client {} move later: {}", client_id, error.what());
    }
    services.housekeeping.wake();
}

std::vector<storage::NewDownload> downloads_of(const Services& services, const CreateSession& body) {
    std::vector<storage::NewDownload> tasks;
    tasks.reserve(body.ids.size());
    for (std::size_t i = 0; i < body.ids.size(); ++i) {
        storage::NewDownload task{random_uuid(), body.ids[i], body.names[i], body.batch_names[i]};
        if (body.topic_names) task.topic_name = (*body.topic_names)[i];
        if (body.lecture_urls) task.lecture_url = (*body.lecture_urls)[i];
        const auto link = media::parse_link(
            pipeline::task_link(task.lecture_url, task.source_id, services.id_template), services.sources);
        if (link) task.host = pipeline::host_of(*link);  // a bad link is told when it is started
        tasks.push_back(std::move(task));
    }
    return tasks;
}

awaitable<Response> create_session(Services& services, Request& request) {
    CreateSession body;
    Mistakes mistakes;
    mistakes.add(read_body(request, body));
    mistakes.add(check_ids(request, {"client_id", "session_id"}));
    mistakes.add(check_no_verb(request.param("session_id")));
    if (mistakes.any()) co_return problem(mistakes.error());
    const auto created = co_await run_blocking(services.blocking, [&] {
        const auto tasks = downloads_of(services, body);
        services.batches.create(request.param("client_id"), body.client_name, request.param("session_id"),
                                tasks, services.now());
        TaskIdsBody answer;
        answer.task_ids.reserve(tasks.size());
        for (const storage::NewDownload& task : tasks)
            answer.task_ids.push_back(task.id);
        return answer;
    });
    co_return Response::json(200, to_json(created));
}

awaitable<Response> list_clients(Services& services, Request& request) {
    const auto page = parse_page(request, 100);
    if (!page) co_return problem(page.error());
    const auto found = co_await run_blocking(services.blocking, [&] {
        return services.batches.clients(page->skip, page->limit, request.caller.client_id);
    });
    const std::vector<ClientBody> bodies(found.clients.begin(), found.clients.end());
    Response response = Response::json(200, wire::to_json_array(bodies));
    add_page_fields(response, request, *page, found.total);
    co_return response;
}

awaitable<Response> get_client(Services& services, Request& request) {
    if (const auto ids = check_ids(request, {"client_id"}); !ids) co_return problem(ids.error());
    // Writing out thousands of tasks takes milliseconds: not on the io thread.
    const auto text = co_await run_blocking(services.blocking, [&]() -> Result<std::string> {
        const auto client = services.batches.client(request.param("client_id"));
        if (!client) return not_found(no_such_client);
        return to_json(ClientSessionsBody(*client));
    });
    co_return text ? Response::json(200, *text) : problem(text.error());
}

awaitable<Response> get_session(Services& services, Request& request) {
    if (const auto ids = check_ids(request, {"client_id", "session_id"}); !ids)
        co_return problem(ids.error());
    const auto text = co_await run_blocking(services.blocking, [&]() -> Result<std::string> {
        const auto batch = services.batches.batch(request.param("client_id"), request.param("session_id"));
        if (!batch) return not_found(no_such_session);
        return to_json(DownloadSessionBody(*batch));
    });
    co_return text ? Response::json(200, *text) : problem(text.error());
}

awaitable<Response> start_session(Services& services, Request& request) {
    if (const auto ids = check_ids(request, {"client_id", "session_id"}); !ids)
        co_return problem(ids.error());
    const auto started = co_await run_blocking(services.blocking, [&] {
        return services.batches.start_batch(request.param("client_id"), request.param("session_id"),
                                            services.now());
    });
    if (!started) co_return problem(started.error());
    services.runner.wake();
    const std::size_t count = started->size();
    co_return Response::json(
        200, to_json(StartedTasksBody{std::to_string(count) + (count == 1 ? " task" : " tasks") + " started",
                                      *started}));
}

awaitable<Response> delete_session(Services& services, Request& request) {
    if (const auto ids = check_ids(request, {"client_id", "session_id"}); !ids)
        co_return problem(ids.error());
    const auto removed = co_await run_blocking(services.blocking, [&] {
        return services.batches.remove_batch(request.param("client_id"), request.param("session_id"),
                                             services.now());
    });
    if (!removed) co_return problem(removed.error());
    for (const std::string& job : *removed)
        services.runner.cancel(job);
    co_await carry_out(services, request.param("client_id"));
    co_return message_response("Session deleted");
}

awaitable<Response> delete_client(Services& services, Request& request) {
    if (const auto ids = check_ids(request, {"client_id"}); !ids) co_return problem(ids.error());
    const auto removed = co_await run_blocking(services.blocking, [&] {
        return services.batches.remove_client(request.param("client_id"), services.now());
    });
    if (!removed) co_return problem(removed.error());
    for (const std::string& job : *removed)
        services.runner.cancel(job);
    co_await carry_out(services, request.param("client_id"));
    co_return message_response("Client deleted");
}

awaitable<Response> merge_sessions(Services& services, Request& request) {
    MergeSessions body;
    Mistakes mistakes;
    mistakes.add(read_body(request, body));
    mistakes.add(check_ids(request, {"client_id"}));
    if (mistakes.any()) co_return problem(mistakes.error());
    const auto done = co_await run_blocking(services.blocking, [&] {
        return services.batches.merge(request.param("client_id"), body.session_ids[0], body.session_ids[1],
                                      services.now());
    });
    if (!done) co_return problem(done.error());
    co_await carry_out(services, request.param("client_id"));
    co_return message_response("Sessions merged");
}

}  // namespace

void add_batch_routes(http::Router& router, Services& services) {
    using http::Method;
    add_under_both(router,
                   {.method = Method::post,
                    .pattern = "/client/{client_id}/{session_id}/create_session",
                    .handler = bind(services, create_session),
                    .summary = "Adds download tasks to a session of a client; both are made if missing.",
                    .request_schema = "CreateSession",
                    .response_schema = "TaskIds"});
    add_under_both(router, {.method = Method::get,
                            .pattern = "/client",
                            .handler = bind(services, list_clients),
                            .client_owns = handler_keeps_to_client(),
                            .summary = "Lists clients, by pages.",
                            .query = {"skip", "limit"},
                            .response_schema = "Client[]"});
    add_under_both(router, {.method = Method::get,
                            .pattern = "/client/{client_id}",
                            .handler = bind(services, get_client),
                            .summary = "A client with its sessions and their tasks.",
                            .response_schema = "ClientSessions"});
    add_under_both(router, {.method = Method::get,
                            .pattern = "/client/{client_id}/{session_id}",
                            .handler = bind(services, get_session),
                            .summary = "One session of a client with its tasks.",
                            .response_schema = "DownloadSession"});
    add_under_both(router, {.method = Method::post,
                            .pattern = "/client/{client_id}/{session_id}/start",
                            .handler = bind(services, start_session),
                            .summary = "Starts all tasks of a session that are not queued, running or done.",
                            .response_schema = "StartedTasks"});
    add_change(router, {Method::get, Method::post, Method::del},
               {.method = Method::get,
                .pattern = "/client/{client_id}/{session_id}/delete_session",
                .handler = bind(services, delete_session),
                .summary = "Forgets a session with its tasks and files; downloads that run are cancelled.",
                .response_schema = "Message"});
    add_change(router, {Method::get, Method::post, Method::del},
               {.method = Method::get,
                .pattern = "/client/{client_id}/delete_client",
                .handler = bind(services, delete_client),
                .summary = "Forgets a client with all of its sessions.",
                .response_schema = "Message"});
    add_under_both(router, {.method = Method::post,
                            .pattern = "/client/{client_id}/merge_sessions",
                            .handler = bind(services, merge_sessions),
                            .summary = "Brings tasks and files of the second session into the first.",
                            .request_schema = "MergeSessions",
                            .response_schema = "Message"});
}

}  // namespace lectern::api
