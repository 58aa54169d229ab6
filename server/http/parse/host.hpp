#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lectern::http {

// Reads "host", "host:port" or "[v6]:port" with the syntax of RFC 3986. Gives the host in lower case without
// the port; nullopt if it is malformed.
std::optional<std::string> parse_host(std::string_view text);

// localhost, 127.0.0.0/8 and [::1]: names under which only programs of this machine reach the server.
bool is_loopback_host(std::string_view host);

}  // namespace lectern::http
