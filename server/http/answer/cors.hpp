#pragma once

#include "server/http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lectern::http {

// Lets pages of the listed origins ("https://app.example", or "*" for all) read the answer. Adds nothing for
// other origins, or if none is configured.
void add_cors_fields(Response& response, const Fields& request, const std::vector<std::string>& origins);

// Completes the answer to OPTIONS if the request is a preflight from an allowed origin. `allow`: the methods
// of the path.
void add_preflight_fields(Response& response, const Fields& request, const std::vector<std::string>& origins,
                          std::string_view allow);

// Whether a request that changes state comes from a page of another site that is not listed, or from a
// prefetch. It is refused then: a browser sends such requests with the user's rights, but without the user's
// will.
bool is_unwanted_state_change(const Fields& request, const std::vector<std::string>& origins);

}  // namespace lectern::http
