#include "server/api/cache/clip_cache.hpp"

namespace lectern::api {

std::optional<OpenedClip> ClipCache::find(const std::string& path, Timestamp now) {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(path);
    if (found == known_.end()) return std::nullopt;
    const Known& known = found->second;
    auto file = known.file.lock();
    if (file && now < known.until && reads_.stands(known.read_after, known.snippet->lecture_id))
        return OpenedClip{known.snippet, std::move(file)};
    known_.erase(found);
    return std::nullopt;
}

void ClipCache::keep(const std::string& path, AnswerCache::Moment before, const OpenedClip& clip,
                     Timestamp now) {
    if (!clip.file || most_ == 0) return;
    const std::lock_guard lock(mutex_);
    // Dropping all entries costs one look-up for each clip, and happens rarely. To track the order of use
    // would cost time at each request.
    if (known_.size() >= most_) known_.clear();
    known_.insert_or_assign(path, Known{clip.snippet, clip.file, before, now + AnswerCache::longest_life});
}

}  // namespace lectern::api
