#pragma once

#include "domain/base/error.hpp"
#include "domain/batch/batch.hpp"
#include "storage/jobs/job_store.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

struct NewDownload {
    std::string id;  // UUID
    std::string source_id;
    std::string name;
    std::string batch_name;
    std::optional<std::string> topic_name = {};
    std::optional<std::string> lecture_url = {};
    std::string host = {};  // see Job::host
};

struct ClientPage {
    std::vector<Client> clients;
    std::int64_t total = 0;
};

// A finished task and where its file may be now: at the first of these that has one.
struct PlacedFile {
    DownloadTask task;
    std::vector<std::string> places;  // relative to the state folder; the last is where it belongs
};

// Clients, their batches ("sessions") of download tasks, and the jobs that run them. Every method is one
// transaction and blocks. Files are never touched here: moves and removals are written to the outbox
// (storage/files), in the strand of the client, in the same transaction; drain it afterwards.
// `only_client`: a caller who may see the data of this client alone; anything else does not exist for it.
// Ids of clients and sessions have been checked by is_chosen_id().
class BatchStore {
public:
    explicit BatchStore(Database& database) : database_(database) {}

    // Adds tasks, and the client and the batch where they are missing. `client_name` sets or renames.
    void create(const std::string& client_id, const std::optional<std::string>& client_name,
                const std::string& session_id, const std::vector<NewDownload>& tasks, Timestamp now);

    ClientPage clients(std::int64_t skip, std::int64_t limit, const std::optional<std::string>& only_client);
    std::optional<ClientWithBatches> client(const std::string& id);
    std::optional<Batch> batch(const std::string& client_id, const std::string& session_id);
    std::optional<DownloadTask> task(const std::string& id,
                                     const std::optional<std::string>& only_client = {});
    std::optional<PlacedFile> file(const std::string& task_id,
                                   const std::optional<std::string>& only_client = {});

    // Queues a task that was never started, failed or was cancelled: it goes on with what it has. not_found;
    // conflict if it is queued, running or done.
    Result<> start(const std::string& task_id, const std::optional<std::string>& only_client, Timestamp now);
    // The same, but conflict also for one that was never started.
    Result<> retry(const std::string& task_id, const std::optional<std::string>& only_client, Timestamp now);
    // Starts all tasks of a batch that may be started: their ids, in order. not_found.
    Result<std::vector<std::string>> start_batch(const std::string& client_id, const std::string& session_id,
                                                 Timestamp now);
    // Cancels a queued task at once, asks a running one. not_found; conflict for others.
    Result<> cancel(const std::string& task_id, const std::optional<std::string>& only_client, Timestamp now);

    // Forgets a batch, or a client with all its batches, their jobs and their files. Returns the jobs that
    // were running: their workers meet LeaseLost. not_found.
    Result<std::vector<std::string>> remove_batch(const std::string& client_id, const std::string& session_id,
                                                  Timestamp now);
    Result<std::vector<std::string>> remove_client(const std::string& client_id, Timestamp now);

    // Tasks and files of the batch `from` go behind those of `into`; `from` is gone. Files whose name is
    // taken get a number. Downloads that run go on. not_found if there is not both.
    Result<> merge(const std::string& client_id, const std::string& into, const std::string& from,
                   Timestamp now);

    // The task's job succeeds, and task_work_file(), which is durable, goes into the folder of the batch to
    // which the task belongs now, by the name that `file` gives it or, if that is taken, with a number.
    // Throws LeaseLost. A person who asked to cancel meanwhile is heard: the task is cancelled then, false.
    bool finish(const Lease& lease, const DownloadedFile& file, Timestamp now);

    // Whether a file task_work_file() may still be used.
    bool work_file_wanted(const std::string& task_id);

private:
    Result<> queue(const std::string& task_id, const std::optional<std::string>& only_client, bool again,
                   Timestamp now);

    Database& database_;
};

}  // namespace lectern::storage
