#pragma once

#include "storage/sql/change_bus.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace lectern::api {

// Event streams that wait for changes of a lecture. The change bus wakes them; while nothing changes, nobody
// reads the database. Thread-safe. The bus must not be told anything after this has gone.
class LectureWatchers {
public:
    // A wait without a change ends after `longest_wait`.
    LectureWatchers(storage::ChangeBus& bus, std::chrono::milliseconds longest_wait);
    ~LectureWatchers();
    LectureWatchers(const LectureWatchers&) = delete;
    LectureWatchers& operator=(const LectureWatchers&) = delete;

    // The server drains: ends all waits, those that begin later too.
    void stop();

    // One stream's view of one lecture. Used on the io thread whose executor it was given.
    class Watch {
    public:
        Watch(LectureWatchers& watchers, std::int64_t lecture_id,
              const boost::asio::any_io_executor& executor);
        ~Watch();
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;

        // Call before reading the lecture: changes from here on end the next wait.
        void before_read();
        // True when the lecture may read differently since before_read(), or the server drains; after a
        // commit in doubt also each second for a while. False when the longest wait is over.
        boost::asio::awaitable<bool> changed();

    private:
        struct State;
        friend class LectureWatchers;
        LectureWatchers& watchers_;
        std::shared_ptr<State> state_;
    };

private:
    void tell(const storage::Changes& changes, storage::Certainty certainty);

    const std::chrono::milliseconds longest_wait_;
    std::mutex mutex_;
    bool stopped_ = false;
    std::unordered_map<std::int64_t, std::vector<std::shared_ptr<Watch::State>>> by_lecture_;
};

}  // namespace lectern::api
