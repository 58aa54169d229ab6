#pragma once

#include "domain/base/unique_fd.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace lectern::api {

// The files of the pages in a folder, read at each request: for work on the pages. Thread-safe; all methods
// block.
class WebFolder {
public:
    // Throws std::runtime_error, with a sentence for the person, if it is no folder with a shell.
    explicit WebFolder(std::filesystem::path folder);

    // The content of the file at `path` (see is_web_path()); nullopt if there is none. No path and no link
    // leads out of the folder.
    std::optional<std::string> read(const std::string& path) const;

private:
    std::filesystem::path folder_;
    UniqueFd root_;
};

}  // namespace lectern::api
