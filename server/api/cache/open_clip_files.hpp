#pragma once

#include "domain/lecture/lecture.hpp"
#include "server/http/served_file.hpp"
#include "storage/files/state_folder.hpp"

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace lectern::api {

// Keeps the files of clips open, by file name, because players ask for many ranges of few clips. Every cut
// has a new file name, so an entry is never stale. If there are more than `most` files, the least recently
// used one is dropped. Thread-safe; `open` may block.
class OpenClipFiles {
public:
    OpenClipFiles(const storage::StateFolder& folder, std::size_t most) : folder_(folder), most_(most) {}

    // Throws std::system_error if the file does not exist any more.
    std::shared_ptr<const http::ServedFile> open(const Clip& clip);

private:
    void close_deleted();

    using Entry = std::pair<std::string, std::shared_ptr<const http::ServedFile>>;

    const storage::StateFolder& folder_;
    std::size_t most_;
    std::mutex mutex_;
    std::list<Entry> recent_;  // most recently used first
    std::unordered_map<std::string, std::list<Entry>::iterator> by_name_;
};

}  // namespace lectern::api
