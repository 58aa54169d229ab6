#pragma once

#include "server/api/routes.hpp"

#include <string>

namespace lectern::api {

// The OpenAPI 3.0 text of all rows of the route table. Parameters and schemas come from the types of the
// endpoints. `public_url`: where all this is served, if not at the root of the host. Throws std::logic_error
// if two types have the same schema name.
std::string openapi_text(const Routes& routes, const std::string& public_url = "");

}  // namespace lectern::api
