#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <set>
#include <shared_mutex>
#include <string>
#include <variant>
#include <vector>

namespace lectern::storage {

// What a change is about.
enum class Topic {
    lecture,    // by number: with its snippets, their jobs and the progress of these
    classroom,  // by UUID: with its class sessions and its calendar
    client,     // by its name: with its batches and tasks, but without the progress of their downloads
};

struct Change {
    Topic topic;
    std::variant<std::int64_t, std::string> id;

    std::int64_t number() const { return std::get<std::int64_t>(id); }
    friend auto operator<=>(const Change&, const Change&) = default;
};
using Changes = std::set<Change>;

// Whether the write of a change took place. When a commit fails, nobody knows: the change may be seen at
// once, never, or a moment after it was told.
enum class Certainty { committed, in_doubt };

// The numbers of the lectures among the changes.
std::set<std::int64_t> lectures_of(const Changes& changes);

// Tells caches, event streams and others that something that is stored may read differently now. Thread-safe.
class ChangeBus {
public:
    // Called on the thread of the write that changed something, so it must be quick. It must not throw and
    // must not write.
    using Listener = std::function<void(const Changes& changes, Certainty certainty)>;

    // For the life of the bus. Subscribe before the first write: earlier changes are not repeated.
    void subscribe(Listener listener);

    // Returns when all listeners have been called. Does nothing without changes.
    void publish(const Changes& changes, Certainty certainty = Certainty::committed) const;

private:
    mutable std::shared_mutex mutex_;
    std::vector<Listener> listeners_;
};

}  // namespace lectern::storage
