#pragma once

#include "storage/sql/change_bus.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <unordered_map>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace lectern::api {

// Wakes event streams when their lecture changes. The change bus reports the changes, so the streams do not
// read the database while nothing changes. Thread-safe. The bus must not report changes after this is
// destroyed.
class LectureWatchers {
public:
    // A wait without a change ends after `longest_wait`.
    LectureWatchers(storage::ChangeBus& bus, std::chrono::milliseconds longest_wait);
    ~LectureWatchers();
    LectureWatchers(const LectureWatchers&) = delete;
    LectureWatchers& operator=(const LectureWatchers&) = delete;

    // Call it when the server drains. Ends all waits, also those that begin later.
    void stop();

    // The waits of one stream for changes of one lecture. Use it only on the io thread of `executor`.
    class Watch {
    public:
        Watch(LectureWatchers& watchers, std::int64_t lecture_id,
              const boost::asio::any_io_executor& executor);
        ~Watch();
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;

        // Call it before you read the lecture: changes from here on end the next wait.
        void before_read();
        // Waits. True if the lecture may have changed since before_read(), or if the server drains. After a
        // commit in doubt it is also true once a second, for a few seconds. False after `longest_wait`.
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
    std::unordered_map<std::int64_t, std::set<std::shared_ptr<Watch::State>>> by_lecture_;
};

}  // namespace lectern::api
