#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace lectern::api {

// The uploads that requests are writing now. Two requests must not write one upload, because their bytes
// would mix. Thread-safe.
class UploadsInProgress {
public:
    class Hold {
    public:
        Hold(UploadsInProgress& owner, std::string id) : owner_(&owner), id_(std::move(id)) {}
        Hold(Hold&& other) noexcept
            : owner_(std::exchange(other.owner_, nullptr)), id_(std::move(other.id_)) {}
        Hold& operator=(Hold&&) = delete;
        ~Hold() {
            if (!owner_) return;
            const std::lock_guard lock(owner_->mutex_);
            owner_->ids_.erase(id_);
        }

    private:
        UploadsInProgress* owner_;
        std::string id_;
    };

    // The upload is held until the Hold is destroyed. nullopt if another request holds it.
    std::optional<Hold> hold(const std::string& id) {
        const std::lock_guard lock(mutex_);
        if (!ids_.insert(id).second) return std::nullopt;
        return std::optional<Hold>(std::in_place, *this, id);
    }

private:
    std::mutex mutex_;
    std::set<std::string> ids_;
};

}  // namespace lectern::api
