#pragma once

#include "server/api/cache/answer_cache.hpp"
#include "server/api/file_response.hpp"
#include "server/http/served_file.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace lectern::api {

// A clip or a recording, as it is answered.
struct Media {
    std::int64_t lecture_id = 0;
    std::int64_t snippet_id = 0;  // of a clip
    FileFacts facts;
};

struct OpenedMedia {
    std::shared_ptr<const Media> media;            // null: there is no such thing
    std::shared_ptr<const http::ServedFile> file;  // null: it has no file yet
};

// Clips and recordings that were opened recently, by the path of the request. So the next range that a player
// asks for needs neither the database nor a pool. An entry is valid for as long as an answer in AnswerCache
// would be. It does not keep the file open. Thread-safe; its lock is held only for the time of a look-up.
class MediaCache {
public:
    MediaCache(const AnswerCache& reads, std::size_t most) : reads_(reads), most_(most) {}

    // Without a file if nothing valid is known.
    OpenedMedia find(const std::string& path, Timestamp now);
    // `before`: AnswerCache::moment() before the file was looked up.
    void keep(const std::string& path, AnswerCache::Moment before, const OpenedMedia& opened, Timestamp now);

private:
    struct Known {
        std::shared_ptr<const Media> media;
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
