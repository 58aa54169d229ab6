#pragma once

#include "domain/base/error.hpp"
#include "server/http/message.hpp"

#include <cstdint>
#include <exception>
#include <string>
#include <vector>

namespace lectern::api {

// What an exception becomes: 503 with Retry-After for outages and overload, 507 for a full disk, else 500.
// The text for the client never holds the exception's own, which is logged under the request's id.
http::Response problem_of(std::exception_ptr error, const std::string& request_id);

Error not_found(std::string message);
Error conflict(std::string message);
Error invalid(std::string path, std::string message);
Error invalid(std::vector<FieldError> fields);

// An id in a path or query: digits only, from 1. Error::invalid names `path`.
Result<std::int64_t> parse_id(const std::string& text, std::string path);

// A UUID in a path or body, in lower case. Error::invalid names `path`.
Result<std::string> parse_uuid_id(const std::string& text, std::string path);

}  // namespace lectern::api
