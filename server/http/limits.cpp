#include "server/http/limits.hpp"

namespace lectern::http {

std::optional<ConnectionLimits::Ticket> ConnectionLimits::admit(const AddressKey& key) {
    const std::lock_guard lock(mutex_);
    if (count_ >= in_all_) return std::nullopt;
    std::size_t& of_address = by_address_[key];
    if (of_address >= per_address_) {
        if (of_address == 0) by_address_.erase(key);
        return std::nullopt;
    }
    ++of_address;
    ++count_;
    return Ticket(this, key);
}

std::size_t ConnectionLimits::count() const {
    const std::lock_guard lock(mutex_);
    return count_;
}

bool ConnectionLimits::wait_until_none(std::chrono::steady_clock::time_point until) {
    std::unique_lock lock(mutex_);
    return none_.wait_until(lock, until, [this] { return count_ == 0; });
}

void ConnectionLimits::release(const AddressKey& key) {
    const std::lock_guard lock(mutex_);
    const auto found = by_address_.find(key);
    if (--found->second == 0) by_address_.erase(found);
    if (--count_ == 0) none_.notify_all();
}

}  // namespace lectern::http
