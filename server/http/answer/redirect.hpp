#pragma once

#include "server/http/message.hpp"

#include <cstdint>
#include <string_view>

namespace lectern::http {

// 308 to the same address over TLS, for a request that came over plain HTTP. `host` is the client's name for
// this server, "" if the request has none; `port` is the TLS port.
Response redirect_to_tls(const Request& request, std::string_view host, std::uint16_t port);

}  // namespace lectern::http
