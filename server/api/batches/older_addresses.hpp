#pragma once

#include "server/api/routes.hpp"

#include <initializer_list>
#include <utility>

namespace lectern::api {

// Adds the row with /api and without it, so that programs that use the older addresses still work.
inline void add_under_both(Routes& routes, http::Route row, const Endpoint& endpoint) {
    http::Route alias = row;
    alias.alias = true;
    row.pattern.insert(0, "/api");
    routes.add(std::move(row), endpoint);
    routes.add(std::move(alias), endpoint);
}

// Adds one row for each method, for an operation that changes state even if the method is GET.
inline void add_change(Routes& routes, std::initializer_list<http::Method> methods, const http::Route& row,
                       const Endpoint& endpoint) {
    for (const http::Method method : methods) {
        http::Route one = row;
        one.method = method;
        one.changes_state = method == http::Method::get;
        add_under_both(routes, std::move(one), endpoint);
    }
}

}  // namespace lectern::api
