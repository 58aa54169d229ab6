#include "media/net/address.hpp"

#include <algorithm>
#include <cstring>
#include <span>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace lectern::media {
namespace {

struct Block4 {
    std::uint32_t network;
    int bits;
};

// IANA's registry of special-purpose IPv4 addresses, multicast, and the one public-looking address that a
// large cloud uses for its internal services.
constexpr Block4 special4[] = {
    {0x00000000, 8},   // this network
    {0x0a000000, 8},   // private
    {0x64400000, 10},  // shared with a carrier's NAT
    {0xa9fe0000, 16},  // link-local, metadata services
    {0xac100000, 12},  // private
    {0xc0000000, 24},  // protocol assignments
    {0xc0000200, 24},  // documentation
    {0xc0586300, 24},  // 6to4 relays
    {0xc0a80000, 16},  // private
    {0xc6120000, 15},  // benchmarks
    {0xc6336400, 24},  // documentation
    {0xcb007100, 24},  // documentation
    {0xa83f8110, 32},  // Azure's host
    {0xe0000000, 4},   // multicast
    {0xf0000000, 4},   // reserved, broadcast
};

Reach reach4(std::uint32_t address) {
    auto within = [&](const Block4& block) { return ((address ^ block.network) >> (32 - block.bits)) == 0; };
    if (within({0x7f000000, 8})) return Reach::loopback;
    return std::ranges::any_of(special4, within) ? Reach::special : Reach::global;
}

std::uint32_t word(const IpAddress& address, std::size_t at) {
    std::uint32_t value;
    std::memcpy(&value, address.bytes.data() + at, sizeof value);
    return ntohl(value);
}

Reach reach6(const IpAddress& address) {
    const std::uint32_t a = word(address, 0), b = word(address, 4), c = word(address, 8),
                        d = word(address, 12);
    if (a == 0 && b == 0) {
        if (c == 0 && d == 1) return Reach::loopback;
        if (c == 0x0000ffff) return reach4(d);  // v4-mapped: the kernel connects by IPv4
        return Reach::special;                  // unspecified, v4-compatible and their like
    }
    if (a == 0x0064ff9b && b == 0 && c == 0)
        return reach4(d);                     // NAT64, the only global way in IPv6-only networks
    if (a >> 29 != 1) return Reach::special;  // 2000::/3 is all of the global unicast space
    if (a >> 9 == 0x20010000u >> 9) return Reach::special;  // protocol assignments, Teredo, benchmarks
    if (a == 0x20010db8 || a >> 12 == 0x3fff0000u >> 12) return Reach::special;  // documentation
    if (a >> 16 == 0x2002) return Reach::special;                                // 6to4
    return Reach::global;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    const std::string copy(text);
    if (copy.size() != std::strlen(copy.c_str())) return {};
    IpAddress address;
    if (inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1) return address;
    address.v6 = true;
    if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
    return {};
}

std::optional<IpAddress> IpAddress::from(const sockaddr& address) {
    IpAddress out;
    if (address.sa_family == AF_INET) {
        sockaddr_in v4;
        std::memcpy(&v4, &address, sizeof v4);
        std::memcpy(out.bytes.data(), &v4.sin_addr, 4);
        return out;
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 v6;
        std::memcpy(&v6, &address, sizeof v6);
        out.v6 = true;
        std::memcpy(out.bytes.data(), &v6.sin6_addr, 16);
        return out;
    }
    return {};
}

std::string IpAddress::text() const {
    char buffer[INET6_ADDRSTRLEN];
    return inet_ntop(v6 ? AF_INET6 : AF_INET, bytes.data(), buffer, sizeof buffer);
}

Reach reach_of(const IpAddress& address) {
    return address.v6 ? reach6(address) : reach4(word(address, 0));
}

bool allowed(const IpAddress& address, AddressPolicy policy) {
    if (policy == AddressPolicy::any) return true;
    const Reach reach = reach_of(address);
    return reach == Reach::global ||
           (reach == Reach::loopback && policy == AddressPolicy::global_or_loopback);
}

}  // namespace lectern::media
