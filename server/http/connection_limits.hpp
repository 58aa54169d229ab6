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

// What counts as one client: an IPv4 address, or the /64 network of an IPv6 address.
using AddressKey = std::array<std::uint8_t, 16>;

// Counts the connections of all io threads, in all and for each address. Thread-safe; asked once a
// connection. Over a cap there is a small reserve. Its connections are answered that the server is full (over
// TLS that takes a handshake), and requests that watch over the server (Route::vital) are served.
class ConnectionLimits {
public:
    static constexpr std::size_t reserve = 64;
    static constexpr std::size_t reserve_per_address = 8;

    ConnectionLimits(std::size_t in_all, std::size_t per_address) : regular_{in_all, per_address} {}

    // The place of one connection, given back when it is destroyed.
    class Ticket {
    public:
        Ticket(Ticket&& other) noexcept
            : limits_(std::exchange(other.limits_, nullptr)),
              key_(other.key_),
              in_reserve_(other.in_reserve_) {}
        Ticket& operator=(Ticket&&) = delete;
        ~Ticket() {
            if (limits_ != nullptr) limits_->release(*this);
        }
        bool in_reserve() const { return in_reserve_; }

    private:
        friend class ConnectionLimits;
        Ticket(ConnectionLimits* limits, const AddressKey& key, bool in_reserve)
            : limits_(limits), key_(key), in_reserve_(in_reserve) {}
        ConnectionLimits* limits_;
        AddressKey key_;
        bool in_reserve_;
    };

    std::optional<Ticket> admit(const AddressKey& key);  // nullopt: over a cap, and the reserve is used up
    std::size_t count() const;
    // False if there are still connections at that time.
    bool wait_until_none(std::chrono::steady_clock::time_point until);

private:
    // Connections in all and of each address, below their caps.
    struct Counts {
        bool add(const AddressKey& key);  // false: one of the caps is reached
        void remove(const AddressKey& key);
        const std::size_t most_in_all, most_per_address;
        std::size_t in_all = 0;
        std::map<AddressKey, std::size_t> by_address{};
    };
    void release(const Ticket& ticket);

    mutable std::mutex mutex_;
    std::condition_variable none_;
    Counts regular_;
    Counts reserve_{reserve, reserve_per_address};
};

}  // namespace lectern::http
