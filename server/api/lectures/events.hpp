#pragma once

#include "server/http/message.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace lectern::storage {
struct PipelineStatus;
}

namespace lectern::api {

struct Services;

// Wakes those who watch a lecture when something about it has changed. Thread-safe.
class EventHub {
public:
    void changed(std::int64_t lecture_id);
    void stop();  // wakes everybody: the server drains

    // Waits on the caller's executor until the lecture changes after `seen` (see `version`), or a few seconds
    // at most.
    boost::asio::awaitable<void> wait(std::int64_t lecture_id, std::uint64_t seen);

    // Counts changes while somebody watches; read it before looking at the lecture, so that no change is
    // missed.
    std::uint64_t version(std::int64_t lecture_id);

    // Ends what `version` began.
    void forget(std::int64_t lecture_id);

private:
    struct Waiter;
    struct Watched {
        std::uint64_t version = 0;
        std::map<Waiter*, std::shared_ptr<Waiter>> waiters;
    };
    void wake(Watched& watched);

    std::mutex mutex_;
    std::uint64_t clock_ = 0;
    std::map<std::int64_t, Watched> watched_;
};

// Names a state of a pipeline: equal states have equal ids.
std::string event_id(const storage::PipelineStatus& status);

// Status and progress of a lecture's pipeline as Server-Sent Events until it has ended. Events carry the
// whole state, so a client that comes back with the id of the last one it saw misses nothing and gets nothing
// twice.
http::Response event_stream(Services& services, std::int64_t lecture_id, const std::string& last_event_id);

}  // namespace lectern::api
