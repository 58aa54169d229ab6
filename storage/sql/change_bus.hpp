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
    lecture,    // id: a number; also its snippets, the jobs and their progress
    classroom,  // id: a UUID; also its class sessions and its calendar
    client,     // id: its text id; also its batches and tasks, but not the progress of downloads
};

struct Change {
    Topic topic;
    std::variant<std::int64_t, std::string> id;

    std::int64_t number() const { return std::get<std::int64_t>(id); }
    friend auto operator<=>(const Change&, const Change&) = default;
};
using Changes = std::set<Change>;

// Whether a change was written. If a commit fails, this is not known: the change may become visible at once,
// never, or a moment after the listeners were called.
enum class Certainty { committed, in_doubt };

// The ids of the lectures among the changes.
std::set<std::int64_t> lectures_of(const Changes& changes);

// Tells caches, event streams and other subscribers which stored things may read differently now.
// Thread-safe.
class ChangeBus {
public:
    // Called on the thread of the write that changed something, so it must be quick. It must not throw and
    // must not write to the database.
    using Listener = std::function<void(const Changes& changes, Certainty certainty)>;

    // The subscription lasts as long as the bus. Subscribe before the first write: earlier changes are not
    // repeated.
    void subscribe(Listener listener);

    // Returns after all listeners have been called. Does nothing if there are no changes.
    void publish(const Changes& changes, Certainty certainty = Certainty::committed) const;

private:
    mutable std::shared_mutex mutex_;
    std::vector<Listener> listeners_;
};

}  // namespace lectern::storage
