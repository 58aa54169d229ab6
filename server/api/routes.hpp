#pragma once

#include "server/api/endpoint.hpp"
#include "server/http/router.hpp"

#include <cstddef>
#include <vector>

namespace lectern::api {

// The table of the API's routes. The router serves its rows, and /openapi.json describes them. It is filled
// before the server starts.
class Routes {
public:
    // `router` must outlive this.
    explicit Routes(http::Router& router) : router_(router) {}

    // Adds a row. It says the address, who may call it, and the limits; the handler comes from `endpoint`.
    // Throws std::logic_error if the row exists already, or if the endpoint does not describe a {parameter}
    // of the pattern.
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
