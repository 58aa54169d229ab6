#pragma once

#include "domain/net/address_policy.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sockaddr;

namespace lectern::media {

// An IPv4 or IPv6 address in network byte order; IPv4 uses the first four bytes.
struct IpAddress {
    bool v6 = false;
    std::array<std::uint8_t, 16> bytes{};

    // Plain numeric forms only ("192.0.2.1", "2001:db8::1"), no brackets, ports or zones.
    static std::optional<IpAddress> parse(std::string_view text);
    // nullopt for families other than AF_INET and AF_INET6.
    static std::optional<IpAddress> from(const sockaddr& address);

    std::string text() const;
    friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

// What an address reaches. An IPv6 form that contains an IPv4 address (v4-mapped, NAT64) reaches what that
// address reaches. An address that no table knows is `special`.
enum class Reach {
    global,    // the public internet
    loopback,  // this machine
    special,   // private, link-local, shared, multicast, documentation, reserved, tunnels: never for
               // strangers' links
};
Reach reach_of(const IpAddress& address);

bool allowed(const IpAddress& address, AddressPolicy policy);

}  // namespace lectern::media
