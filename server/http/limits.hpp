#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace lectern::http {

// Who counts as one client: an IPv4 address, or the /64 network of an IPv6 address.
using AddressKey = std::array<std::uint8_t, 16>;

// Counts connections of all io threads, in all and per address. Thread-safe; asked once per connection.
class ConnectionLimits {
public:
    ConnectionLimits(std::size_t in_all, std::size_t per_address)
        : in_all_(in_all), per_address_(per_address) {}

    // The place of one connection, given back when it is destroyed.
    class Ticket {
    public:
        Ticket(Ticket&& other) noexcept : limits_(std::exchange(other.limits_, nullptr)), key_(other.key_) {}
        Ticket& operator=(Ticket&&) = delete;
        ~Ticket() {
            if (limits_ != nullptr) limits_->release(key_);
        }

    private:
        friend class ConnectionLimits;
        Ticket(ConnectionLimits* limits, const AddressKey& key) : limits_(limits), key_(key) {}
        ConnectionLimits* limits_;
        AddressKey key_;
    };

    std::optional<Ticket> admit(const AddressKey& key);  // nullopt: over a cap
    std::size_t count() const;
    // False if there are connections left at that time.
    bool wait_until_none(std::chrono::steady_clock::time_point until);

private:
    void release(const AddressKey& key);

    const std::size_t in_all_;
    const std::size_t per_address_;
    mutable std::mutex mutex_;
    std::condition_variable none_;
    std::size_t count_ = 0;
    std::map<AddressKey, std::size_t> by_address_;
};

}  // namespace lectern::http
