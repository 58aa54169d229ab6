#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lectern::http {

using IpAddress = std::array<std::uint8_t, 16>;  // of IPv4: mapped into IPv6

// "192.0.2.1", "2001:db8::1"
std::optional<IpAddress> parse_ip(std::string_view text);

// What counts as one client: an IPv4 address, or the /64 network of an IPv6 address.
using AddressKey = std::array<std::uint8_t, 16>;
AddressKey address_key(std::string_view address);  // all texts that are no address have one key

}  // namespace lectern::http
