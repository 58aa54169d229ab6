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
    std::shared_ptr<const Snippet> snippet;        // null: there is none
    std::shared_ptr<const http::ServedFile> file;  // null: it has not been cut
};

// Clips that were opened lately, by the path that they were asked for at: the next range of a player needs
// neither the database nor a pool. As old as AnswerCache' answers may be, no older. Keeps no file open by
// itself. Thread-safe; never blocks for longer than a lookup takes.
class ClipCache {
public:
    ClipCache(const AnswerCache& reads, std::size_t most) : reads_(reads), most_(most) {}

    std::optional<OpenedClip> find(const std::string& path, Timestamp now);
    // `before` was taken before the clip was looked up.
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
