#pragma once

#include "server/api/services.hpp"
#include "server/http/router.hpp"

#include <initializer_list>
#include <string>

namespace lectern::api {

// Adds the row under /api and without it: programs that know the older addresses go on working.
inline void add_under_both(http::Router& router, http::Route route) {
    http::Route alias = route;
    alias.alias = true;
    route.pattern.insert(0, "/api");
    router.add(std::move(route));
    router.add(std::move(alias));
}

// One row a method for something that changes state, also by GET.
inline void add_change(http::Router& router, std::initializer_list<http::Method> methods,
                       const http::Route& route) {
    for (const http::Method method : methods) {
        http::Route row = route;
        row.method = method;
        row.changes_state = method == http::Method::get;
        add_under_both(router, std::move(row));
    }
}

}  // namespace lectern::api
