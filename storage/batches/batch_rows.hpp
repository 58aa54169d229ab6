#pragma once

#include "domain/base/error.hpp"
#include "domain/batch/batch.hpp"
#include "storage/sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

// Rows of clients, batches and download tasks, shared by the stores. The row of a client is the lock for
// everything that belongs to the client. A transaction that changes the client's batches, tasks or files
// locks this row first, and jobs after it.

Error no_client();
Error no_batch();
Error no_task();

// A SELECT of download tasks (t) with their batches (b) and, where there is one, their jobs (j) and
// the pauses of their hosts (p). `rest` is
// appended to it, such as a WHERE. read_tasks() reads its rows.
std::string select_tasks(std::string_view rest);
std::vector<DownloadTask> read_tasks(const std::vector<Row>& rows);

// Parameter: the task's id.
extern const Statement task_by_id;

// Locks the client's row; false if there is no such client. Then the transaction must not use rows of this
// client that it may still find: another writer has just created them without this lock.
bool lock_client(Transaction& tx, const std::string& client_id);

// Locks the client of a task and returns the client's id. nullopt if there is no such task, or if it does not
// belong to `only_client` (see BatchStore).
std::optional<std::string> lock_client_of(Transaction& tx, const std::string& task_id,
                                          const std::optional<std::string>& only_client = {});

std::optional<std::int64_t> find_batch(Transaction& tx, const std::string& client_id,
                                       const std::string& session_id);

std::int64_t last_position(Transaction& tx, std::int64_t batch);  // 0 if it has no tasks

// The path, relative to the state folder, at which the file of a finished task belongs.
std::string file_of(const DownloadTask& task);

}  // namespace lectern::storage
