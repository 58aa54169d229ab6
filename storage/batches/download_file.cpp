#include "storage/batches/download_file.hpp"

#include <cerrno>
#include <system_error>

namespace lectern::storage {
namespace {

constexpr int most_tries = 20;  // a file that moves more often during one call is an error

UniqueFd open_first(const StateFolder& folder, const std::vector<std::string>& places) {
    for (const std::string& place : places) {
        try {
            return folder.open(place);
        } catch (const std::system_error& error) {
            if (error.code() != std::errc::no_such_file_or_directory) throw;
        }
    }
    return UniqueFd();
}

}  // namespace

std::optional<OpenedDownload> open_download_file(DownloadStore& downloads, const StateFolder& folder,
                                                 const std::string& task_id,
                                                 const std::optional<std::string>& only_client) {
    auto placed = downloads.file(task_id, only_client);
    for (int tries = 0; tries < most_tries; ++tries) {
        if (!placed) return std::nullopt;
        if (!placed->task.file) return OpenedDownload{std::move(placed->task), UniqueFd()};
        UniqueFd file = open_first(folder, placed->places);
        // Another file can come to one of these places only after the outbox has deleted the move away from
        // it. So the opened file is the right one if the places have not changed.
        auto now = downloads.file(task_id, only_client);
        const bool same = now && now->places == placed->places;
        if (same && file) return OpenedDownload{std::move(placed->task), std::move(file)};
        if (same && tries >= 3) break;
        placed = std::move(now);
    }
    throw std::system_error(ENOENT, std::generic_category(), "the file of task " + task_id);
}

}  // namespace lectern::storage
