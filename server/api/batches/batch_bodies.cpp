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

}  // namespace lectern::api
