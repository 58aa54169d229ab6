#pragma once

#include "server/log.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>

namespace lectern::jobs {

// Whether the store answers the calls of one thread. Logs the beginning and the end of an outage once each.
// The pause between calls grows from 100 ms to 2 s. Not thread-safe: each thread has its own.
class StoreOutage {
public:
    explicit StoreOutage(std::string_view who) : who_(who) {}

    void failed(std::string_view why) {
        if (pause_.count() == 0) log::error("{}: the store is unavailable: {}", who_, why);
        pause_ = std::clamp(pause_ * 2, shortest, longest);
    }
    void over() {
        if (pause_.count() != 0) log::info("{}: the store works again", who_);
        pause_ = {};
    }
    bool lasts() const { return pause_.count() != 0; }
    std::chrono::milliseconds pause() const { return pause_; }

private:
    static constexpr std::chrono::milliseconds shortest{100};
    static constexpr std::chrono::milliseconds longest{2000};
    std::string_view who_;
    std::chrono::milliseconds pause_{0};
};

}  // namespace lectern::jobs
