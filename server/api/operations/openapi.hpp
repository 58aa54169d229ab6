#pragma once

#include "server/api/routes.hpp"

#include <string>

namespace lectern::api {

// The OpenAPI 3.0 text of all rows of the route table. Parameters and schemas are those of the endpoints'
// types. Throws std::logic_error when two types share the name of a schema.
std::string openapi_text(const Routes& routes);

}  // namespace lectern::api
