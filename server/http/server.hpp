#pragma once

#include "domain/base/durations.hpp"
#include "server/http/request_counts.hpp"
#include "server/http/router.hpp"
#include "server/http/server_hooks.hpp"
#include "server/http/server_options.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace lectern::http {

// Listens, owns the io threads and serves until it is stopped. Handlers run on the io thread of their
// connection and must not block.
class Server {
public:
    // Binds and listens. Throws std::system_error if it cannot, std::runtime_error for a bad certificate or
    // key. The router must outlive the server and may not change any more.
    Server(ServerOptions options, const Router& router, Authorize authorize, Hooks hooks = {});
    // Cuts off the connections that are open and returns when the last handler has ended. It waits for work
    // on a blocking pool.
    ~Server();

    std::uint16_t port() const;
    std::optional<std::uint16_t> redirect_port() const;

    void start();  // the io threads run from here
    void drain();  // thread-safe: no new connections, open requests end, idle connections close
    void wait();   // after drain(): returns when all connections have ended or the drain deadline has passed
    // Thread-safe: new handshakes use the files as they are now. Throws as the constructor does, and then
    // keeps the certificate that it had.
    void reload_tls();

    struct Counters {
        std::uint64_t requests = 0;
        std::uint64_t bytes_sent = 0;
        std::size_t connections = 0;
        std::uint64_t accepted = 0;
        std::uint64_t refused_connections = 0;  // over a cap
        std::uint64_t timeouts = 0;             // connections that missed a deadline; idle ones do not count
        Durations::Sum loop_lag;                // by how much a timer of each io thread fires late
    };
    Counters counters() const;
    std::vector<RouteCounts> requests() const;  // of every route; thread-safe

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern::http
