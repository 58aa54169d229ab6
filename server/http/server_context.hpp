#pragma once

#include "server/http/connection_limits.hpp"
#include "server/http/server_hooks.hpp"
#include "server/http/server_options.hpp"
#include "server/http/transport/tls_context.hpp"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string_view>

namespace lectern::http {

// What all connections of a server share. Constant while the server runs, except for the members that say how
// they are guarded.
class ServerContext {
public:
    ServerContext(ServerOptions options, const Router& router, Authorize authorize, Hooks hooks);

    void log(std::string_view message) const {
        if (hooks.error) hooks.error(message);
    }
    TlsContext tls() const;            // empty: plain; thread-safe
    void set_tls(TlsContext context);  // thread-safe

    const ServerOptions options;
    const Router& router;
    const Authorize authorize;
    const Hooks hooks;
    ConnectionLimits limits;  // guards itself
    // The server stops. True before the io threads hear of it, so that a body that is asked to end sees it,
    // too.
    std::atomic<bool> draining{false};
    std::uint16_t port = 0;  // that the server listens on; set before the io threads start

private:
    mutable std::mutex tls_mutex_;
    TlsContext tls_;
};

}  // namespace lectern::http
