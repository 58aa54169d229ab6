#include "server/api/bind.hpp"
#include "server/api/lectures/bodies.hpp"
#include "server/api/operations/metrics.hpp"
#include "server/api/operations/openapi.hpp"
#include "server/api/operations/vitals.hpp"
#include "server/api/services.hpp"
#include "server/http/router.hpp"
#include "server/wire/json.hpp"

#include <memory>

namespace lectern::api {
namespace {

using boost::asio::awaitable;
using http::Request;
using http::Response;
using wire::to_json;

Response health(const char* status) {
    Response response = Response::json(200, to_json(HealthBody{status}));
    response.fields.set("Cache-Control", "no-store");
    return response;
}

awaitable<Response> alive(Services&, Request&) {
    co_return health("ok");
}

// Ready means: the database answers and there is room for new files. An exception becomes 503 or 507.
awaitable<Response> ready(Services& services, Request&) {
    if (const auto wrong = co_await services.vitals.check()) std::rethrow_exception(wrong);
    co_return health("ready");
}

awaitable<Response> metrics(Services& services, Request&) {
    Response response;
    response.fields.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    response.fields.set("Cache-Control", "no-store");
    response.body = services.metrics.text();
    co_return response;
}

}  // namespace

void add_service_routes(http::Router& router, Services& services) {
    using http::Access;
    using http::Method;
    // Written below, once all rows are known.
    const auto document = std::make_shared<std::string>();
    router.add({.method = Method::get,
                .pattern = "/healthz",
                .handler = bind(services, alive),
                .access = Access::open,
                .vital = true,
                .summary = "Whether the process answers.",
                .response_schema = "Health"});
    router.add({.method = Method::get,
                .pattern = "/readyz",
                .handler = bind(services, ready),
                .access = Access::open,
                .vital = true,
                .summary = "Whether the database and the disk are there.",
                .response_schema = "Health"});
    router.add({.method = Method::get,
                .pattern = "/metrics",
                .handler = bind(services, metrics),
                .access = Access::local_admin,
                .vital = true,
                .summary = "Counters and durations for Prometheus, as text."});
    router.add(
        {.method = Method::get,
         .pattern = "/openapi.json",
         .handler = [document](Request&) -> awaitable<Response> { co_return Response::json(200, *document); },
         .access = Access::open,
         .summary = "This description."});
    *document = openapi_text(router);
}

}  // namespace lectern::api
