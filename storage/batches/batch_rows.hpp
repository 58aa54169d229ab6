#pragma once

#include "domain/base/error.hpp"
#include "domain/batch/batch.hpp"
#include "storage/sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

// Rows of clients, batches and tasks, shared by the parts of BatchStore. The row of a client is the lock of
// all that belongs to it: every transaction that changes its batches, its tasks or its files takes it first,
// then jobs.

// As read by to_task, from download_tasks AS t with its batch AS b and, perhaps, its job AS j.
inline const std::string task_columns =
    "t.id, t.client_id, b.session_id, t.source_id, t.name, t.batch_name, t.topic_name, t.lecture_url, "
    "j.state, "
    "j.progress, j.error, j.attempt, t.file_name, t.file_bytes, t.file_sha256, t.file_made_at, t.created_at";
inline const std::string tasks_joined =
    " FROM download_tasks AS t JOIN batches AS b ON b.id = t.batch_id LEFT JOIN jobs AS j ON j.id = t.id ";

DownloadTask to_task(const Row& row);

Error no_batch();  // not_found

// Locks the client's row; false if there is no such client, and then nothing may be done with what is found
// of it: it has just been made by another writer.
bool lock_client(Transaction& tx, const std::string& client_id);

// The client of a task, locked; nullopt if there is no such task, or not for a caller who may see the data of
// `only_client` alone.
std::optional<std::string> lock_client_of(Transaction& tx, const std::string& task_id,
                                          const std::optional<std::string>& only_client = {});

std::optional<std::int64_t> find_batch(Transaction& tx, const std::string& client_id,
                                       const std::string& session_id);

std::int64_t last_position(Transaction& tx, std::int64_t batch);  // 0 if it has no tasks

// Where the files of clients stand in the state folder, and in which strand of the outbox they move.
std::string client_folder(const std::string& client_id);
std::string batch_folder(const std::string& client_id, const std::string& session_id);
std::string client_strand(const std::string& client_id);
std::string file_of(const DownloadTask& task);  // of one that is done
// The unfinished file of a task; it stays over retries, which go on with it.
std::string task_work_file(const std::string& task_id);

}  // namespace lectern::storage
