#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace lectern::media {

// Whether the requests of a fetch bring enough. It sees what one long transfer does not show: a source that
// sends many small files, each of them slowly.
class Pace {
public:
    // At least `least` bytes have to come in each `window` of time that requests take.
    Pace(std::int64_t least, std::chrono::milliseconds window) : least_(least), window_(window) {}

    // A request has ended. Each counts as some bytes: small files take time for other reasons than pace.
    void add(std::int64_t bytes, std::chrono::steady_clock::duration time) {
        bytes_ += std::max(bytes, least_of_request);
        time_ += time;
        too_slow_ = time_ >= window_ && bytes_ < least_;
        if (time_ < window_ && bytes_ < least_) return;
        bytes_ = 0;
        time_ = {};
    }
    bool too_slow() const { return too_slow_; }  // the window ended with the last request

private:
    static constexpr std::int64_t least_of_request = 2048;
    std::int64_t least_;
    std::chrono::steady_clock::duration window_;
    std::int64_t bytes_ = 0;
    std::chrono::steady_clock::duration time_{};
    bool too_slow_ = false;
};

}  // namespace lectern::media
