#pragma once

#include "server/http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lectern::http {

// The value for Access-Control-Allow-Origin, "" where the origin is not allowed.
std::string allowed_origin(const Fields& request, const std::vector<std::string>& origins);

// Lets pages of the listed origins ("https://app.example", or "*" for all) read the answer. Adds nothing for
// other origins, or if none is configured.
void add_cors_fields(Response& response, const Fields& request, const std::vector<std::string>& origins);

// Completes the answer to OPTIONS if the request is a preflight from an allowed origin. `allow`: the methods
// of the path.
void add_preflight_fields(Response& response, const Fields& request, const std::vector<std::string>& origins,
                          std::string_view allow);

}  // namespace lectern::http
