#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/message.hpp"

namespace lectern::http {

// Who may call a route, checked before anything of the body is read.
enum class Access {
    open,          // anybody: health, documentation
    local_open,    // open in local mode, any valid token in required mode
    media,         // as local_open, and a signed media URL stands in for a token
    teacher,       // role admin or teacher, in every mode
    local_teacher  // open in local mode; role admin or teacher in required mode
};

using Handler = std::function<awaitable<Response>(Request&)>;

// One row of the route table: everything that is known of an endpoint. OpenAPI is made of the same rows.
struct Route {
    Method method;  // GET answers HEAD too, unless `changes_state`
    std::string pattern;  // "/api/v1/sessions/{session_id}/plan"; a trailing slash in the target is optional
    Handler handler;
    Access access = Access::local_open;
    std::uint64_t body_limit = 1 << 20;  // bytes
    bool streams_body = false;           // the handler reads the body itself
    bool changes_state = false;          // a GET that changes state: no HEAD, guarded against cross-site and prefetch
    std::chrono::seconds body_deadline{30};  // to receive a whole body; streaming routes: between two pieces
    std::string summary;                     // one sentence
    std::string request_schema;              // name of the body's schema, "" without a body
    std::string response_schema;             // name of the answer's schema, "" if not JSON
    int success = 200;
};

// Finds rows by method and path: 404, 405 with Allow and the list of endpoints fall out of it.
class Router {
public:
    void add(Route route);  // throws std::logic_error if the row is there already
    const std::vector<Route>& routes() const { return routes_; }

    struct Match {
        const Route* route = nullptr;  // null: 404 if `allow` is empty, else 405
        std::vector<std::pair<std::string, std::string>> params;
        std::string allow;  // "GET, HEAD, OPTIONS"
    };
    Match find(Method method, std::string_view path) const;

private:
    std::vector<Route> routes_;
};

}  // namespace lectern::http
