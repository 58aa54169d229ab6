#pragma once

#include "server/api/routes.hpp"

namespace lectern::api {

class HealthProbe;
class Metrics;

// Adds the health checks, /metrics and /openapi.json. Call it last: the description contains only the rows
// that were added before.
void add_operation_routes(Routes& routes, HealthProbe& probe, const Metrics& metrics);

}  // namespace lectern::api
