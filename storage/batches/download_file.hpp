#pragma once

#include "storage/batches/download_store.hpp"
#include "storage/files/state_folder.hpp"

#include <optional>
#include <string>

namespace lectern::storage {

struct OpenedDownload {
    DownloadTask task;
    UniqueFd file;  // for reading; not open while the task is not done
};

// The file of a task, wherever the outbox has it at this moment. nullopt if there is no such task for this
// caller. Throws what the database and the folder throw; ENOENT if the file is nowhere. Blocks.
std::optional<OpenedDownload> open_download_file(DownloadStore& downloads, const StateFolder& folder,
                                                 const std::string& task_id,
                                                 const std::optional<std::string>& only_client);

}  // namespace lectern::storage
