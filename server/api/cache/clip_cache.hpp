#pragma once

#include "domain/lecture/lecture.hpp"
#include "server/api/cache/answer_cache.hpp"
#include "server/http/served_file.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace lectern::api {

struct OpenedClip {
    std::shared_ptr<const Snippet> snippet;        // null: there is no such snippet
    std::shared_ptr<const http::ServedFile> file;  // null: the snippet has not been cut
};

// Clips that were opened recently, by the path of the request. So the next range that a player asks for needs
// neither the database nor a pool. An entry is valid for as long as an answer in AnswerCache would be. It
// does not keep the file open. Thread-safe; its lock is held only for the time of a look-up.
class ClipCache {
public:
    ClipCache(const AnswerCache& reads, std::size_t most) : reads_(reads), most_(most) {}

    std::optional<OpenedClip> find(const std::string& path, Timestamp now);
    // `before`: AnswerCache::moment() before the clip was looked up.
    void keep(const std::string& path, AnswerCache::Moment before, const OpenedClip& clip, Timestamp now);

private:
    struct Known {
        std::shared_ptr<const Snippet> snippet;
        std::weak_ptr<const http::ServedFile> file;
        AnswerCache::Moment read_after;
        Timestamp until;
    };

    const AnswerCache& reads_;
    const std::size_t most_;
    std::mutex mutex_;
    std::unordered_map<std::string, Known> known_;
};

}  // namespace lectern::api
