#pragma once

#include "server/http/message.hpp"

#include <cstdint>
#include <string_view>

namespace lectern::http {

// Sends a request that came over plain HTTP to the same address over TLS, method and body with it (308).
// `host` is what the client calls this server, "" if it does not say; `port` speaks TLS.
Response redirect_to_tls(const Request& request, std::string_view host, std::uint16_t port);

}  // namespace lectern::http
