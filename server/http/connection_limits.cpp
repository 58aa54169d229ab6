#include "server/http/connection_limits.hpp"

namespace lectern::http {

bool ConnectionLimits::Counts::add(const AddressKey& key, bool capped_by_address) {
    if (in_all >= most_in_all) return false;
    std::size_t& of_address = by_address[key];
    if (capped_by_address && of_address >= most_per_address) {
        if (of_address == 0) by_address.erase(key);
        return false;
    }
    ++of_address;
    ++in_all;
    return true;
}

void ConnectionLimits::Counts::remove(const AddressKey& key) {
    const auto found = by_address.find(key);
    if (--found->second == 0) by_address.erase(found);
    --in_all;
}

std::optional<ConnectionLimits::Ticket> ConnectionLimits::admit(const AddressKey& key, bool is_proxy) {
    const std::lock_guard lock(mutex_);
    if (regular_.add(key, !is_proxy)) return Ticket(this, key, Place::regular);
    if (reserve_.add(key)) return Ticket(this, key, Place::reserve);
    return std::nullopt;
}

std::optional<ConnectionLimits::Ticket> ConnectionLimits::admit_forwarded(const AddressKey& client) {
    const std::lock_guard lock(mutex_);
    if (!forwarded_.add(client)) return std::nullopt;
    return Ticket(this, client, Place::forwarded);
}

ConnectionLimits::Counts& ConnectionLimits::counts_of(Place place) {
    if (place == Place::reserve) return reserve_;
    return place == Place::forwarded ? forwarded_ : regular_;
}

std::size_t ConnectionLimits::count() const {
    const std::lock_guard lock(mutex_);
    return regular_.in_all + reserve_.in_all;
}

bool ConnectionLimits::wait_until_none(std::chrono::steady_clock::time_point until) {
    std::unique_lock lock(mutex_);
    return none_.wait_until(lock, until, [this] { return regular_.in_all + reserve_.in_all == 0; });
}

void ConnectionLimits::release(const Ticket& ticket) {
    const std::lock_guard lock(mutex_);
    counts_of(ticket.place_).remove(ticket.key_);
    if (regular_.in_all + reserve_.in_all == 0) none_.notify_all();
}

}  // namespace lectern::http
