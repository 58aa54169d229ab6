#pragma once

#include "domain/base/error.hpp"
#include "server/http/message.hpp"

#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

namespace lectern::http {

// An error is what a function returns (domain/base/error.hpp), a failure an exception; a problem is the
// answer that either becomes: application/problem+json (RFC 9457) with type, title, status and detail.
// `errors` become
// {"path": ["message", ...]}; the members of `extra` stand beside them. The detail is for a person: never
// SQL, a path of the machine or a stack trace.
Response problem(int status, std::string_view detail);
Response problem(int status, std::string_view detail, const std::vector<FieldError>& errors);
Response problem(int status, std::string_view detail, const std::vector<FieldError>& errors,
                 const boost::json::object& extra);

// The answer to a request that ended with an error: its status (error_status.hpp), field errors, the id of
// what exists already (`id`), Retry-After and WWW-Authenticate.
Response problem(const Error& error);

// 503 for a connection over a cap.
Response server_is_full();

}  // namespace lectern::http
