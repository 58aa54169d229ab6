#pragma once

#include "domain/base/error.hpp"
#include "server/http/message.hpp"

#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

namespace lectern::http {

// application/problem+json with type, title, status and detail; `errors` becomes {"path": ["message", ...]},
// members of `extra` stand beside them. The detail is read by a person: never SQL, a path of the machine or a
// stack trace.
Response problem(int status, std::string_view detail);
Response problem(int status, std::string_view detail, const std::vector<FieldError>& errors);
Response problem(int status, std::string_view detail, const std::vector<FieldError>& errors,
                 const boost::json::object& extra);

// The one map from an Error to an answer: status, field errors, existing id (`id`), Retry-After,
// WWW-Authenticate.
Response problem(const Error& error);
int status_of(ErrorCode code);

// 503 to one connection too many.
Response server_is_full();

// "Not Found"; "" for a status that has no name here.
std::string_view reason_phrase(int status);

}  // namespace lectern::http
