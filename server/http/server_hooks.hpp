#pragma once

#include "domain/base/error.hpp"
#include "server/http/message.hpp"
#include "server/http/router.hpp"

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <string_view>

namespace lectern::http {

// Decides whether the caller may use the matched route, and fills in request.caller. May wait (token lookup).
// Called before anything of the body is read.
using Authorize = std::function<awaitable<Result<>>(Request&, const Route&)>;

// One line of the access log. The views live as long as the call.
struct AccessRecord {
    std::string_view method, target, pattern;  // pattern: of the route, "" without one
    std::string_view request_id, peer, token_id;
    int status = 0;
    std::uint64_t bytes = 0;  // sent for this request, on the wire
    std::chrono::nanoseconds duration{0};
    bool completed = false;  // the whole answer was handed to the kernel
};

// What the server tells its owner, and asks of it. Called on io threads: must be quick and thread-safe. All
// are optional.
struct Hooks {
    // Makes the answer to a request that `Authorize` refused; without it, problem(error).
    std::function<Response(const Error&)> error_response;
    // Makes the answer to a request whose handler threw. Without it, or when it throws itself: 503 for
    // Overloaded, else 500.
    std::function<Response(std::exception_ptr, const Request&)> exception_response;
    std::function<void(const AccessRecord&)> access;
    // For the log; has the request's id if there is one.
    std::function<void(std::string_view message)> error;
};

}  // namespace lectern::http
