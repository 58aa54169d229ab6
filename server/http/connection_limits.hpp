#pragma once

#include "server/http/ip_address.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace lectern::http {

// Counts the connections of all io threads, in all and for each address. Thread-safe; asked once a
// connection, and once a request that comes over a trusted proxy. Over a cap there is a small reserve. Its
// connections are answered that the server is full (over TLS that takes a handshake), and requests that watch
// over the server (Route::vital) are served.
class ConnectionLimits {
public:
    static constexpr std::size_t reserve = 64;
    static constexpr std::size_t reserve_per_address = 8;

    ConnectionLimits(std::size_t in_all, std::size_t per_address)
        : regular_{in_all, per_address}, forwarded_{no_cap, per_address} {}

    enum class Place : std::uint8_t {
        regular,
        reserve,
        forwarded,  // a request that came over a trusted proxy, counted for its client's address
    };

    // The place of one connection, given back when it is destroyed.
    class Ticket {
    public:
        Ticket(Ticket&& other) noexcept
            : limits_(std::exchange(other.limits_, nullptr)), key_(other.key_), place_(other.place_) {}
        Ticket& operator=(Ticket&&) = delete;
        ~Ticket() {
            if (limits_ != nullptr) limits_->release(*this);
        }
        bool in_reserve() const { return place_ == Place::reserve; }

    private:
        friend class ConnectionLimits;
        Ticket(ConnectionLimits* limits, const AddressKey& key, Place place)
            : limits_(limits), key_(key), place_(place) {}
        ConnectionLimits* limits_;
        AddressKey key_;
        Place place_;
    };

    // nullopt: over a cap, and the reserve is used up. `is_proxy`: the address stands for many clients, so it
    // has no cap of its own.
    std::optional<Ticket> admit(const AddressKey& key, bool is_proxy);
    // For the time of a request that came over a trusted proxy. nullopt: over the cap of its client's
    // address.
    std::optional<Ticket> admit_forwarded(const AddressKey& client);
    std::size_t count() const;
    // False if there are still connections at that time.
    bool wait_until_none(std::chrono::steady_clock::time_point until);

private:
    // Connections in all and of each address, below their caps.
    struct Counts {
        // False: one of the caps is reached.
        bool add(const AddressKey& key, bool capped_by_address = true);
        void remove(const AddressKey& key);
        const std::size_t most_in_all, most_per_address;
        std::size_t in_all = 0;
        std::map<AddressKey, std::size_t> by_address{};
    };
    static constexpr std::size_t no_cap = std::numeric_limits<std::size_t>::max();
    Counts& counts_of(Place place);
    void release(const Ticket& ticket);

    mutable std::mutex mutex_;
    std::condition_variable none_;
    Counts regular_;
    Counts reserve_{reserve, reserve_per_address};
    Counts forwarded_;
};

}  // namespace lectern::http
