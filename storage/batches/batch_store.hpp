#pragma once

#include "domain/base/error.hpp"
#include "domain/batch/batch.hpp"
#include "storage/sql/database.hpp"
#include "storage/sql/page.hpp"

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

// Clients and their batches ("sessions") of download tasks. Every method is one transaction and blocks. The
// store never touches files: moves and removals are written to the outbox (storage/files) in the same
// transaction, with the serial key of the client. The caller drains this key afterwards. `only_client`: the
// call finds only data of this client. The caller has checked the ids of clients and sessions with
// is_chosen_id().
class BatchStore {
public:
    explicit BatchStore(Database& database) : database_(database) {}

    // Adds tasks to a batch. Creates the client and the batch if they do not exist. `client_name`, if given,
    // becomes the name of the client. Returns the tasks that the batch had before.
    std::vector<DownloadTask> create(const std::string& client_id,
                                     const std::optional<std::string>& client_name,
                                     const std::string& session_id, const std::vector<NewDownload>& tasks,
                                     Timestamp now);

    Page<Client> clients(std::int64_t skip, std::int64_t limit,
                         const std::optional<std::string>& only_client);
    std::optional<ClientWithBatches> client(const std::string& id);
    std::optional<Batch> batch(const std::string& client_id, const std::string& session_id);

    // Deletes a batch, or a client with all its batches, together with their jobs and files. Returns the ids
    // of the jobs that were running; their workers get LeaseLost. Error: not_found.
    Result<std::vector<std::string>> remove_batch(const std::string& client_id, const std::string& session_id,
                                                  Timestamp now);
    Result<std::vector<std::string>> remove_client(const std::string& client_id, Timestamp now);

    // Moves the tasks and files of the batch `from` to the end of `into` and deletes `from`. A file whose
    // name is taken gets a number. Running downloads continue. Error: not_found if one of the batches does
    // not exist.
    Result<> merge(const std::string& client_id, const std::string& into, const std::string& from,
                   Timestamp now);

private:
    Database& database_;
};

}  // namespace lectern::storage
