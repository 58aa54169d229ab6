#include "storage/sql/change_bus.hpp"

#include <mutex>
#include <utility>

namespace lectern::storage {

std::set<std::int64_t> lectures_of(const Changes& changes) {
    std::set<std::int64_t> lectures;
    for (const Change& change : changes)
        if (change.topic == Topic::lecture) lectures.insert(change.number());
    return lectures;
}

void ChangeBus::subscribe(Listener listener) {
    const std::scoped_lock lock(mutex_);
    listeners_.push_back(std::move(listener));
}

void ChangeBus::publish(const Changes& changes, Certainty certainty) const {
    if (changes.empty()) return;
    const std::shared_lock lock(mutex_);
    for (const Listener& listener : listeners_)
        listener(changes, certainty);
}

}  // namespace lectern::storage
