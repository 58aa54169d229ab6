#pragma once

#include "server/api/services.hpp"
#include "server/http/server.hpp"

namespace lectern::api {

// Who may call what: the route's row says what is needed, the token or the signed address says who asks.
http::Authorize authorizer(Services& services);

// SHA-256 of a token, hex: what the database knows of it.
std::string token_hash(const std::string& token);

}  // namespace lectern::api
