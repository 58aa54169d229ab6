#pragma once

#include "server/api/endpoint.hpp"
#include "server/http/router.hpp"

#include <cstddef>
#include <vector>

namespace lectern::api {

// The API's table of routes. The router serves its rows, /openapi.json tells them. Filled before the server
// starts.
class Routes {
public:
    // `router` outlives this.
    explicit Routes(http::Router& router) : router_(router) {}

    // The row says address, caller and limits; its handler comes from the endpoint. Throws std::logic_error
    // if the row is there already or the endpoint does not describe a {parameter} of the pattern.
    void add(http::Route row, Endpoint endpoint);

    struct Described {
        std::size_t route;  // index in Router::routes()
        Operation operation;
    };
    const http::Route& row(const Described& described) const { return router_.routes()[described.route]; }
    const std::vector<Described>& described() const { return described_; }

private:
    http::Router& router_;
    std::vector<Described> described_;
};

}  // namespace lectern::api
