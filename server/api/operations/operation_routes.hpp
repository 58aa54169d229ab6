#pragma once

#include "server/api/routes.hpp"

#include <string>

namespace lectern::api {

class HealthProbe;
class Metrics;

// Adds the health checks, /metrics and /openapi.json. Call it last: the description contains only the rows
// that were added before.
// `public_url`: see openapi_text().
void add_operation_routes(Routes& routes, HealthProbe& probe, const Metrics& metrics,
                          const std::string& public_url);

}  // namespace lectern::api
