#pragma once

#include "server/http/ip_address.hpp"
#include "server/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::http {

// Whose X-Forwarded-For and X-Forwarded-Proto are believed. Anybody else can write there what he likes.
class TrustedProxies {
public:
    TrustedProxies() = default;
    // Addresses and networks: "127.0.0.1", "10.0.0.0/8", "fd00::/8". Throws std::runtime_error with a
    // sentence for the person who wrote them.
    explicit TrustedProxies(const std::vector<std::string>& networks);

    bool contain(std::string_view address) const;

    // The client that a request of `peer` comes from: of the addresses that proxies noted, the last one that
    // is no trusted proxy. `peer` itself, unless it is trusted.
    std::string client_of(const Fields& request, const std::string& peer) const;
    // Whether the client spoke TLS, as the trusted proxy `peer` says; nullopt if nobody says so.
    std::optional<bool> client_is_secure(const Fields& request, const std::string& peer) const;

private:
    struct Network {
        IpAddress address;
        unsigned bits;  // that count
    };
    std::vector<Network> networks_;
};

}  // namespace lectern::http
