#pragma once

#include "server/log.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>

namespace lectern::jobs {

// One thread's memory of whether the store answers: the log says when it went and came back, once each, and
// the pause between tries grows.
class Outage {
public:
    explicit Outage(std::string_view who) : who_(who) {}

    void failed(std::string_view why) {
        if (pause_.count() == 0) log::error("{}: the store does not do its work: {}", who_, why);
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
