#pragma once

#include "server/http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lectern::http {

// Lets pages of the listed origins ("https://app.example", or "*" for all) read answers; adds nothing for
// others or when none is configured.
void add_cors_fields(Response& response, const Fields& request, const std::vector<std::string>& origins);

// Completes the answer to OPTIONS if the request is a preflight of an allowed origin. `allow`: methods of the
// path.
void add_preflight_fields(Response& response, const Fields& request, const std::vector<std::string>& origins,
                          std::string_view allow);

// What changes state is refused to pages of other sites, unless their origin is listed, and to prefetch: a
// browser sends such requests in the name of whoever looks at the page.
bool is_unwanted_state_change(const Fields& request, const std::vector<std::string>& origins);

}  // namespace lectern::http
