#include "server/api/batches/batch_bodies.hpp"

#include <cmath>

namespace lectern::api {

void MergeSessions::describe(wire::Fields& f) {
    f.texts("session_ids", session_ids, {.min = 2, .max = 2});
    for (std::size_t i = 0; i < session_ids.size(); ++i)
        f.rule("session_ids." + std::to_string(i), is_chosen_id(session_ids[i]), chosen_id_rule);
    f.rule("session_ids", session_ids.size() != 2 || session_ids[0] != session_ids[1],
           "must name two different sessions");
}

void TaskAlreadyThere::describe(wire::Fields& f) {
    f.integer("index", index, {.about = "The place in the lists of the request, from 0."});
    f.uuid("task_id", task_id);
    f.text("status", status);
}

void TaskIdsBody::describe(wire::Fields& f) {
    f.texts("task_ids", task_ids);
    f.list("already_there", already_there);
}

DownloadTaskBody::DownloadTaskBody(const DownloadTask& task)
    : task_id(task.id),
      client_id(task.client_id),
      session_id(task.session_id),
      id(task.source_id),
      name(task.name),
      batch_name(task.batch_name),
      topic_name(task.topic_name),
      lecture_url(task.lecture_url),
      status(to_text(task.status)),
      progress(task.file ? 1 : std::round(task.progress * 1000) / 1000),
      error(task.error.empty() ? std::nullopt : std::optional(task.error)),
      attempt(task.attempt),
      created_at(task.created_at) {
    if (!task.file) return;
    file = task.file->name;
    file_url = "/api/tasks/" + task.id + "/file";
    sha256 = task.file->sha256;
    bytes = task.file->bytes;
    finished_at = task.file->made_at;
}

DownloadSessionBody::DownloadSessionBody(const Batch& batch)
    : session_id(batch.session_id),
      created_at(batch.created_at),
      updated_at(batch.updated_at),
      tasks(batch.tasks.begin(), batch.tasks.end()) {}

ClientBody::ClientBody(const Client& client)
    : client_id(client.id),
      client_name(client.name),
      created_at(client.created_at),
      updated_at(client.updated_at) {}

ClientSessionsBody::ClientSessionsBody(const ClientWithBatches& client)
    : ClientBody(client.client), sessions(client.batches.begin(), client.batches.end()) {}

void CreateSession::describe(wire::Fields& f) {
    constexpr wire::ListRule parallel{.min = 1, .max = 1000};
    const wire::TextRule text{.min = 1, .max = 500};
    f.text("client_name", client_name, text);
    f.texts("ids", ids, parallel, text);
    f.texts("names", names, parallel, text);
    f.texts("batch_names", batch_names, parallel, text);
    f.texts("topic_names", topic_names, {.max = 1000}, text);
    f.texts("lecture_urls", lecture_urls, {.max = 1000}, text);
    // Members that are absent or not lists already have a mistake.
    const auto as_many = [&](std::string_view name, std::size_t items) {
        f.rule(name, ids.empty() || items == ids.size(), "must have as many items as ids");
    };
    as_many("names", names.size());
    as_many("batch_names", batch_names.size());
    if (topic_names) as_many("topic_names", topic_names->size());
    if (lecture_urls) as_many("lecture_urls", lecture_urls->size());
}

void StartedTasksBody::describe(wire::Fields& f) {
    f.text("message", message);
    f.texts("task_ids", task_ids);
}

void DownloadTaskBody::describe(wire::Fields& f) {
    f.text("task_id", task_id);
    f.text("client_id", client_id);
    f.text("session_id", session_id);
    f.text("id", id);
    f.text("name", name);
    f.text("batch_name", batch_name);
    f.text("topic_name", topic_name);
    f.text("lecture_url", lecture_url);
    f.text("status", status);
    f.number("progress", progress, {.min = 0, .max = 1});
    f.text("error", error);
    f.integer("attempt", attempt);
    f.text("file", file);
    f.text("file_url", file_url, {.address = true});
    f.integer("bytes", bytes);
    f.text("sha256", sha256);
    f.time("created_at", created_at);
    f.time("finished_at", finished_at);
}

void DownloadSessionBody::describe(wire::Fields& f) {
    f.text("session_id", session_id);
    f.time("created_at", created_at);
    f.time("updated_at", updated_at);
    f.list("tasks", tasks, {.max = 1000000});
}

void ClientBody::describe(wire::Fields& f) {
    f.text("client_id", client_id);
    f.text("client_name", client_name);
    f.time("created_at", created_at);
    f.time("updated_at", updated_at);
}

void ClientSessionsBody::describe(wire::Fields& f) {
    ClientBody::describe(f);
    f.list("sessions", sessions, {.max = 1000000});
}

}  // namespace lectern::api
