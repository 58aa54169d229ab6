#pragma once

#include "server/http/message.hpp"

#include <exception>
#include <string>

namespace lectern::api {

// The answer for an exception: 503 with Retry-After for outages and overload, 507 for a full disk, otherwise
// 500. The client never gets the text of the exception. It is logged with the id of the request, except for
// overload and a full disk.
http::Response problem_of(std::exception_ptr error, const std::string& request_id);

}  // namespace lectern::api
