#pragma once

#include "server/http/message.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::http {

// Who may call a route. Checked before anything of the body is read.
enum class Access {
    open,           // anybody: health, documentation
    local_open,     // open in local mode, any valid token in required mode
    media,          // as local_open, and a signed address of the clip stands in for a token
    lecture_media,  // as local_open, and a signed address of the lecture ({session_id}) stands in for a token
    recording,  // as local_open, and a signed address of its recording ({session_id}) stands in for a token
    teacher,    // role admin or teacher, in every mode
    admin,      // role admin, in every mode
    calendar,   // as teacher, and the secret in a calendar's address stands in for a token
    local_teacher,  // open in local mode; role admin or teacher in required mode
    local_admin     // open in local mode; role admin in required mode
};

using Handler = std::function<awaitable<Response>(Request&)>;

// Whether the lecture, batch or other thing that a request names belongs to this client. May block.
using ClientOwns = std::function<bool(const Request&, const std::string& client_id)>;

// One row of the route table: everything that the server knows of an endpoint.
struct Route {
    Method method;        // GET answers HEAD too, unless `changes_state`
    std::string pattern;  // "/api/v1/sessions/{session_id}/plan"; a trailing slash in the target is optional
    Handler handler = {};
    Access access = Access::local_open;
    // For callers that are bound to one client: 404 for what belongs to others. A route that has neither this
    // nor a {client_id} in its pattern is closed to such callers.
    ClientOwns client_owns = {};
    std::uint64_t body_limit = 1 << 20;  // bytes
    bool streams_body = false;           // the handler reads the body itself
    bool vital = false;                  // answered also on connections over the cap (see ConnectionLimits)
    bool alias = false;                  // a second address of another row: not listed by OpenAPI
    bool changes_state = false;  // a GET that changes state: no HEAD, guarded against cross-site and prefetch
    // Time for the whole body to arrive; on streaming routes, for the next bytes.
    std::chrono::milliseconds body_deadline{30000};
    std::string summary = {};  // for the OpenAPI text
};

// Finds the row of a method and path, and what 404, 405 and Allow need.
class Router {
public:
    void add(Route route);  // throws std::logic_error if the row is there already
    const std::vector<Route>& routes() const { return routes_; }

    struct Match {
        const Route* route = nullptr;  // null: 404 if `allow` is empty, else 405
        std::vector<std::pair<std::string, std::string>> params;
        std::string allow;  // "GET, HEAD, OPTIONS"
    };
    // `path` is decoded. It holds no encoded slash (parse_target refuses them), so that a parameter is one
    // segment. Literal segments win over parameters. OPTIONS finds a route only if one was added, but always
    // gets `allow`.
    Match find(Method method, std::string_view path) const;

private:
    struct Entry {
        std::size_t route;  // index in routes_
        std::vector<std::string> names;
    };
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
        std::unique_ptr<Node> param;
        std::vector<Entry> entries;
    };
    static const Node* walk(const Node& node, std::string_view rest, std::vector<std::string_view>& values);

    std::vector<Route> routes_;
    Node root_;
};

}  // namespace lectern::http
