#pragma once

#include "server/http/served_file.hpp"
#include "storage/files/state_folder.hpp"

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <unordered_map>

namespace lectern::api {

// Keeps the files of clips and recordings open, because players ask for many ranges of few files. If there
// are more than `most`, the least recently used one is dropped. Thread-safe; `open` may block.
class OpenFiles {
public:
    OpenFiles(const storage::StateFolder& folder, std::size_t most) : folder_(folder), most_(most) {}

    // `name`: relative to the state folder. `version`: of its content; a file with other content is opened
    // anew. Throws std::system_error if the file does not exist any more.
    std::shared_ptr<const http::ServedFile> open(const std::string& name, const std::string& version);

private:
    void close_deleted();

    using Entry = std::pair<std::string, std::shared_ptr<const http::ServedFile>>;

    const storage::StateFolder& folder_;
    std::size_t most_;
    std::mutex mutex_;
    std::list<Entry> recent_;  // most recently used first
    std::unordered_map<std::string, std::list<Entry>::iterator> by_version_;
};

// Calls `attempt`, which reads a row and opens the file that it names. Another file may take the place of
// this one in between: then calls it once more.
template<class Attempt>
auto open_named_file(const Attempt& attempt) {
    try {
        return attempt();
    } catch (const std::system_error& error) {
        if (error.code() != std::errc::no_such_file_or_directory) throw;
    }
    return attempt();
}

}  // namespace lectern::api
