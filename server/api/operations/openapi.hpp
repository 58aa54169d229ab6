#pragma once

#include "server/http/router.hpp"

#include <string>

namespace lectern::api {

// The OpenAPI 3.0 text of all routes, made of the route table and the body types. Throws std::logic_error
// when a row names a schema that no body type has.
std::string openapi_text(const http::Router& router);

}  // namespace lectern::api
