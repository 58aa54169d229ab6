#pragma once

#include "server/http/message.hpp"
#include "server/http/router.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lectern::http {

constexpr std::string_view supported_methods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

// The answer to a request that found no route: 204 to OPTIONS, 404, or 405 with the methods that are allowed.
Response answer_without_route(const Request& request, const Router::Match& match,
                              const std::vector<std::string>& cors_origins);

}  // namespace lectern::http
