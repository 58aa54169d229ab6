#include "server/api/cache/open_files.hpp"

#include <sys/stat.h>

namespace lectern::api {

// Drops the deleted files: a file keeps its disk space until its last descriptor is closed.
void OpenFiles::close_deleted() {
    for (auto entry = recent_.begin(); entry != recent_.end();) {
        struct stat facts {};
        if (::fstat(entry->second->fd(), &facts) == 0 && facts.st_nlink == 0) {
            by_version_.erase(entry->first);
            entry = recent_.erase(entry);
        } else {
            ++entry;
        }
    }
}

std::shared_ptr<const http::ServedFile> OpenFiles::open(const std::string& name, const std::string& version) {
    const std::string key = name + ' ' + version;
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = by_version_.find(key); found != by_version_.end()) {
            recent_.splice(recent_.begin(), recent_, found->second);
            return found->second->second;
        }
    }
    auto file = std::make_shared<const http::ServedFile>(http::ServedFile::mapped(folder_.open(name)));
    const std::lock_guard lock(mutex_);
    if (const auto found = by_version_.find(key); found != by_version_.end()) return found->second->second;
    close_deleted();
    recent_.emplace_front(key, file);
    by_version_[key] = recent_.begin();
    if (recent_.size() > most_) {
        by_version_.erase(recent_.back().first);
        recent_.pop_back();
    }
    return file;
}

}  // namespace lectern::api
