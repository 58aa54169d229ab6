#pragma once

#include "server/api/routes.hpp"

#include <string>

namespace lectern::api {

// The OpenAPI 3.0 text of all rows of the route table. Parameters and schemas come from the types of the
// endpoints. Throws std::logic_error if two types have the same schema name.
std::string openapi_text(const Routes& routes);

}  // namespace lectern::api
