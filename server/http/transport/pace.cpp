#include "server/http/transport/pace.hpp"

namespace lectern::http {

bool Pace::add_wait(std::chrono::nanoseconds waited, std::uint64_t bytes, const PaceRule& rule) {
    waited_ += waited;
    if (waited_ < rule.window) return true;
    const double seconds = std::chrono::duration<double>(waited_).count();
    const auto moved = static_cast<double>(bytes - bytes_at_start_);
    if (moved < static_cast<double>(rule.slowest) * seconds) return false;
    waited_ = std::chrono::nanoseconds{0};
    bytes_at_start_ = bytes;
    return true;
}

}  // namespace lectern::http
