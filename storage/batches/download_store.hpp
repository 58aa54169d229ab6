#pragma once

#include "domain/base/error.hpp"
#include "domain/batch/batch.hpp"
#include "storage/jobs/job_store.hpp"
#include "storage/sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

// A task and, once it is done, the places where its file may be. It is at the first place that has a file.
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

    // Queues a task that was never started, has failed or was cancelled. It continues from its checkpoint and
    // its unfinished file. Errors: not_found; conflict if it is queued, running or done.
    Result<> start(const std::string& task_id, const std::optional<std::string>& only_client, Timestamp now);
    // The same, but a task that was never started is a conflict, too.
    Result<> retry(const std::string& task_id, const std::optional<std::string>& only_client, Timestamp now);
    // Starts all tasks of a batch that may be started. Returns their ids, in order. Error: not_found.
    Result<std::vector<std::string>> start_batch(const std::string& client_id, const std::string& session_id,
                                                 Timestamp now);
    // Cancels a queued task at once; asks a running one to stop. Errors: not_found; conflict for any other
    // task.
    Result<> cancel(const std::string& task_id, const std::optional<std::string>& only_client, Timestamp now);

    // Ends the task's job with success and returns true. The outbox will move task_work_file(), which must be
    // durable, into the folder of the batch to which the task belongs now. The file gets the name in `file`
    // or, if that is taken, one with a number. If a person has asked to cancel meanwhile, cancels the task
    // instead and returns false. Throws LeaseLost.
    bool finish(const Lease& lease, const DownloadedFile& file, Timestamp now);

    // Whether the file task_work_file() is still needed.
    bool work_file_wanted(const std::string& task_id);

private:
    Result<> queue(const std::string& task_id, const std::optional<std::string>& only_client, bool again,
                   Timestamp now);

    Database& database_;
};

}  // namespace lectern::storage
