#include "server/api/access/login_attempts.hpp"

namespace lectern::api {

std::optional<std::chrono::seconds> LoginAttempts::begin(const http::AddressKey& address, Timestamp now) {
    const std::lock_guard lock(mutex_);
    auto found = by_address_.find(address);
    if (found == by_address_.end()) {
        make_room(now);
        found = by_address_.emplace(address, Failures{now}).first;
    }
    Failures& failures = found->second;
    const bool is_over = now < failures.since || now >= failures.since + period;  // clocks may be set back
    if (is_over) failures = {now};
    if (failures.count >= most_failures)
        return std::chrono::ceil<std::chrono::seconds>(failures.since + period - now);
    ++failures.count;
    return std::nullopt;
}

void LoginAttempts::forgive(const http::AddressKey& address) {
    const std::lock_guard lock(mutex_);
    const auto found = by_address_.find(address);
    if (found != by_address_.end() && --found->second.count <= 0) by_address_.erase(found);
}

// Whoever has so many addresses is not stopped by this bound, so the table may as well begin anew.
void LoginAttempts::make_room(Timestamp now) {
    if (by_address_.size() < most_addresses) return;
    std::erase_if(by_address_, [&](const auto& entry) { return now >= entry.second.since + period; });
    if (by_address_.size() >= most_addresses) by_address_.clear();
}

}  // namespace lectern::api
