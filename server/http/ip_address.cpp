#include "server/http/ip_address.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include <arpa/inet.h>

namespace lectern::http {

std::optional<IpAddress> parse_ip(std::string_view text) {
    const std::string copy(text);
    IpAddress address{};
    if (inet_pton(AF_INET6, copy.c_str(), address.data()) == 1) return address;
    in_addr v4{};
    if (inet_pton(AF_INET, copy.c_str(), &v4) != 1) return std::nullopt;
    address[10] = address[11] = 0xff;
    std::memcpy(address.data() + 12, &v4, sizeof v4);
    return address;
}

AddressKey address_key(std::string_view text) {
    IpAddress address = parse_ip(text).value_or(IpAddress{});
    constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    const bool is_v4 = std::equal(mapped.begin(), mapped.end(), address.begin());
    if (!is_v4) std::fill(address.begin() + 8, address.end(), std::uint8_t{0});
    return address;
}

}  // namespace lectern::http
