#pragma once

#include "domain/base/time.hpp"
#include "server/http/ip_address.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>

namespace lectern::api {

// Bounds how often somebody may try tokens: failures of one address within a minute. Thread-safe.
class LoginAttempts {
public:
    static constexpr int most_failures = 10;
    static constexpr std::chrono::seconds period{60};  // from the first failure on
    static constexpr std::size_t most_addresses = 10000;

    // Counts the attempt as a failure until forgive(). If there were too many, returns the time until the
    // next one is allowed.
    std::optional<std::chrono::seconds> begin(const http::AddressKey& address, Timestamp now);
    // The attempt succeeded, or nobody could tell whether its token is valid.
    void forgive(const http::AddressKey& address);

private:
    struct Failures {
        Timestamp since;
        int count = 0;
    };
    void make_room(Timestamp now);

    std::mutex mutex_;
    std::map<http::AddressKey, Failures> by_address_;
};

}  // namespace lectern::api
