#pragma once

#include "server/api/routes.hpp"

namespace lectern::api {

class HealthProbe;
class Metrics;

// Health, /metrics and /openapi.json. Added last: the description knows the rows that are there by then.
void add_operation_routes(Routes& routes, HealthProbe& probe, const Metrics& metrics);

}  // namespace lectern::api
