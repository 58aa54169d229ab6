#pragma once

#include <chrono>

namespace lectern::http {

// The moment at which a connection stops waiting. The io thread's sweep checks it every 200 ms, so that no
// connection needs a timer of its own.
class Deadline {
public:
    using Clock = std::chrono::steady_clock;

    void set(Clock::time_point at) {
        at_ = at;
        expired_ = false;
    }
    // No deadline runs from now on. That the last one has expired stays known until the next set().
    void clear() { at_ = Clock::time_point::max(); }

    // True once, when the deadline has passed: the caller then ends the wait of the connection.
    [[nodiscard]] bool expires(Clock::time_point now) {
        if (now < at_) return false;
        clear();
        expired_ = true;
        return true;
    }
    bool expired() const { return expired_; }

private:
    Clock::time_point at_ = Clock::time_point::max();
    bool expired_ = false;
};

}  // namespace lectern::http
