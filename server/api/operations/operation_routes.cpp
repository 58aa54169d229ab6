#include "server/api/operations/operation_routes.hpp"

#include "server/api/operations/health_probe.hpp"
#include "server/api/operations/metrics.hpp"
#include "server/api/operations/openapi.hpp"

#include <exception>
#include <functional>
#include <memory>

namespace lectern::api {
namespace {

using http::awaitable;
using http::Response;

struct HealthBody {
    static constexpr std::string_view schema = "Health";
    std::string status;

    void describe(wire::Fields& f) { f.text("status", status); }
};

using HealthAnswer = WithFields<HealthBody>;

HealthAnswer health(const char* status) {
    return {{status}, {{"Cache-Control", "no-store"}}};
}

awaitable<Result<HealthAnswer>> alive() {
    co_return health("ok");
}

// Ready means: the database answers and there is room for new files. An exception becomes 503 or 507.
awaitable<Result<HealthAnswer>> ready(HealthProbe& probe) {
    if (const auto wrong = co_await probe.check()) std::rethrow_exception(wrong);
    co_return health("ready");
}

awaitable<Result<Response>> get_metrics(const Metrics& metrics) {
    Response response;
    response.fields.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    response.fields.set("Cache-Control", "no-store");
    response.body = metrics.text();
    co_return response;
}

awaitable<Result<Response>> get_description(const std::shared_ptr<const std::string>& document) {
    co_return Response::json(200, *document);
}

}  // namespace

void add_operation_routes(Routes& routes, HealthProbe& probe, const Metrics& metrics,
                          const std::string& public_url) {
    using http::Access;
    using http::Method;
    using std::bind_front;
    routes.add({.method = Method::get,
                .pattern = "/healthz",
                .access = Access::open,
                .vital = true,
                .summary = "Returns 200 as long as the process runs."},
               endpoint<NoParams, NoBody, HealthAnswer>(alive));
    routes.add({.method = Method::get,
                .pattern = "/readyz",
                .access = Access::open,
                .vital = true,
                .summary = "Returns 200 if the database answers and the disk has space."},
               endpoint<NoParams, NoBody, HealthAnswer>(bind_front(ready, std::ref(probe))));
    routes.add({.method = Method::get,
                .pattern = "/metrics",
                .access = Access::local_admin,
                .vital = true,
                .summary = "Returns counters and durations as text for Prometheus."},
               endpoint<NoParams, NoBody, Response>(bind_front(get_metrics, std::cref(metrics))));
    // Written when all rows have been added, including this one.
    const auto document = std::make_shared<std::string>();
    routes.add({.method = Method::get,
                .pattern = "/openapi.json",
                .access = Access::open,
                .summary = "Returns this description."},
               endpoint<NoParams, NoBody, Response>(
                   bind_front(get_description, std::shared_ptr<const std::string>(document))));
    *document = openapi_text(routes, public_url);
}

}  // namespace lectern::api
