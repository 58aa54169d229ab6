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

// Opens the file of a task, also while the outbox is moving it. nullopt if there is no such task, or if it
// does not belong to `only_client`. Throws StoreUnavailable and std::system_error (ENOENT if the file is at
// none of its places). Blocks.
std::optional<OpenedDownload> open_download_file(DownloadStore& downloads, const StateFolder& folder,
                                                 const std::string& task_id,
                                                 const std::optional<std::string>& only_client);

}  // namespace lectern::storage
