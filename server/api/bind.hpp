#pragma once

#include "server/api/services.hpp"
#include "server/http/router.hpp"

namespace lectern::api {

// A handler as the route table takes it; `services` outlives the router.
inline http::Handler bind(Services& services,
                          boost::asio::awaitable<http::Response> (*handler)(Services&, http::Request&)) {
    return [&services, handler](http::Request& request) { return handler(services, request); };
}

}  // namespace lectern::api
