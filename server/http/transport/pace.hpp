#pragma once

#include <chrono>
#include <cstdint>

namespace lectern::http {

// The slow-client rule: over each window of waiting for the client, so many bytes have to move on average.
struct PaceRule {
    std::chrono::nanoseconds window;
    std::uint64_t slowest;  // bytes a second; 0: as slow as it likes
};

// How fast the bytes of one message move. Only the time counts that the server spends waiting for the client.
class Pace {
public:
    Pace() = default;
    // `bytes` counts what has moved so far; the first window begins there.
    explicit Pace(std::uint64_t bytes) : bytes_at_start_(bytes) {}

    // How much longer the current window lasts.
    std::chrono::nanoseconds left(const PaceRule& rule) const { return rule.window - waited_; }

    // Adds a time of waiting; `bytes` counts what has moved so far. When the window is over it gives false if
    // too little has moved in it, and otherwise begins the next window.
    [[nodiscard]] bool add_wait(std::chrono::nanoseconds waited, std::uint64_t bytes, const PaceRule& rule);

private:
    std::chrono::nanoseconds waited_{0};  // in the current window
    std::uint64_t bytes_at_start_ = 0;    // of the current window
};

}  // namespace lectern::http
