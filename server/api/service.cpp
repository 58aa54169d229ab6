#include "server/api/bind.hpp"
#include "server/api/bodies.hpp"
#include "server/api/openapi.hpp"
#include "server/api/services.hpp"
#include "server/http/router.hpp"
#include "server/http/run_blocking.hpp"
#include "server/wire/json.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/jobs.hpp"

#include <memory>

namespace lectern::api {
namespace {

using boost::asio::awaitable;
using http::Request;
using http::Response;
using wire::to_json;

awaitable<Response> alive(Services&, Request&) {
    co_return Response::json(200, to_json(HealthBody{"ok"}));
}

// Ready means: the database answers and there is room for new files. An exception becomes 503 or 507.
awaitable<Response> ready(Services& services, Request&) {
    co_await http::run_blocking(services.blocking, [&] {
        services.jobs.next_due();
        services.folder.reserve(0);
    });
    co_return Response::json(200, to_json(HealthBody{"ready"}));
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
                .summary = "Whether the process answers.",
                .response_schema = "Health"});
    router.add({.method = Method::get,
                .pattern = "/readyz",
                .handler = bind(services, ready),
                .access = Access::open,
                .summary = "Whether the database and the disk are there.",
                .response_schema = "Health"});
    router.add(
        {.method = Method::get,
         .pattern = "/openapi.json",
         .handler = [document](Request&) -> awaitable<Response> { co_return Response::json(200, *document); },
         .access = Access::open,
         .summary = "This description."});
    *document = openapi_text(router);
}

}  // namespace lectern::api
