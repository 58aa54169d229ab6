#include "server/api/cache/media_cache.hpp"

namespace lectern::api {

OpenedMedia MediaCache::find(const std::string& path, Timestamp now) {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(path);
    if (found == known_.end()) return {};
    const Known& known = found->second;
    auto file = known.file.lock();
    if (file && now < known.until && reads_.stands(known.read_after, known.media->lecture_id))
        return {known.media, std::move(file)};
    known_.erase(found);
    return {};
}

void MediaCache::keep(const std::string& path, AnswerCache::Moment before, const OpenedMedia& opened,
                      Timestamp now) {
    if (!opened.file || most_ == 0) return;
    const std::lock_guard lock(mutex_);
    // Dropping all entries costs one look-up for each file, and happens rarely. To track the order of use
    // would cost time at each request.
    if (known_.size() >= most_) known_.clear();
    known_.insert_or_assign(path, Known{opened.media, opened.file, before, now + AnswerCache::longest_life});
}

}  // namespace lectern::api
