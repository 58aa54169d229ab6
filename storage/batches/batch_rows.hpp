#pragma once

#include "domain/base/error.hpp"
#include "domain/batch/batch.hpp"
#include "storage/sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

// Rows of clients, batches and download tasks, shared by the stores. The row of a client is the lock of all
// that belongs to it: every transaction that changes its batches, its tasks or its files locks it first, then
// jobs.

Error no_client();
Error no_batch();
Error no_task();

// SELECT ... FROM download_tasks AS t, with its batch AS b and, if there is one, its job AS j; `rest`
// follows it. The rows are for read_tasks().
std::string select_tasks(std::string_view rest);
std::vector<DownloadTask> read_tasks(const std::vector<Row>& rows);

// Parameter: the task's id.
extern const Statement task_by_id;

// Locks the client's row; false if there is no such client. Then the transaction must not use what it finds
// of the client: another writer has just made it.
bool lock_client(Transaction& tx, const std::string& client_id);

// The client of a task, locked; nullopt if there is no such task, or if the caller may see the data of
// `only_client` alone and this is another's.
std::optional<std::string> lock_client_of(Transaction& tx, const std::string& task_id,
                                          const std::optional<std::string>& only_client = {});

std::optional<std::int64_t> find_batch(Transaction& tx, const std::string& client_id,
                                       const std::string& session_id);

std::int64_t last_position(Transaction& tx, std::int64_t batch);  // 0 if it has no tasks

// Where the file of a task that is done belongs, relative to the state folder.
std::string file_of(const DownloadTask& task);

}  // namespace lectern::storage
