#pragma once

#include "server/http/message.hpp"

#include <exception>
#include <string>

namespace lectern::api {

// What an exception becomes: 503 with Retry-After for outages and overload, 507 for a full disk, else 500.
// The text for the client never holds the exception's own, which is logged under the request's id.
http::Response problem_of(std::exception_ptr error, const std::string& request_id);

}  // namespace lectern::api
