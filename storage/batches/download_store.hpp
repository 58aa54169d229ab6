#pragma once

#include "domain/base/error.hpp"
#include "domain/batch/batch.hpp"
#include "storage/jobs/job_store.hpp"
#include "storage/sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

// A task and, once it is done, where its file may be now: at the first of these places that has one.
struct PlacedFile {
    DownloadTask task;
    std::vector<std::string> places;  // relative to the state folder; the last is where it belongs
};

// The tasks of batches and the jobs that run them. Every method is one transaction and blocks. `only_client`:
// see BatchStore.
class DownloadStore {
public:
    explicit DownloadStore(Database& database) : database_(database) {}

    std::optional<DownloadTask> get(const std::string& task_id,
                                    const std::optional<std::string>& only_client = {});
    std::optional<PlacedFile> file(const std::string& task_id,
                                   const std::optional<std::string>& only_client = {});

    // Queues a task that was never started, has failed or was cancelled: it goes on with what it has.
    // not_found; conflict if it is queued, running or done.
    Result<> start(const std::string& task_id, const std::optional<std::string>& only_client, Timestamp now);
    // The same, but also conflict for a task that was never started.
    Result<> retry(const std::string& task_id, const std::optional<std::string>& only_client, Timestamp now);
    // Starts all tasks of a batch that may be started. Returns their ids, in order. not_found.
    Result<std::vector<std::string>> start_batch(const std::string& client_id, const std::string& session_id,
                                                 Timestamp now);
    // Cancels a queued task at once, asks a running one. not_found; conflict for others.
    Result<> cancel(const std::string& task_id, const std::optional<std::string>& only_client, Timestamp now);

    // The task's job succeeds. task_work_file(), which is durable, goes into the folder of the batch to which
    // the task belongs now; it gets the name in `file` or, if that is taken, one with a number. Throws
    // LeaseLost. If a person has asked to cancel meanwhile, the task is cancelled instead, and the result is
    // false.
    bool finish(const Lease& lease, const DownloadedFile& file, Timestamp now);

    // Whether a file task_work_file() may still be used.
    bool work_file_wanted(const std::string& task_id);

private:
    Result<> queue(const std::string& task_id, const std::optional<std::string>& only_client, bool again,
                   Timestamp now);

    Database& database_;
};

}  // namespace lectern::storage
