#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "domain/base/error.hpp"
#include "server/http/router.hpp"

namespace lectern::http {

struct ServerOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: the system chooses
    int io_threads = 0;         // 0: one a core
    std::string tls_certificate;  // PEM file; with it and the key the port speaks TLS
    std::string tls_key;
    std::size_t max_connections = 20000;
    std::size_t max_connections_per_address = 10000;
    std::chrono::seconds handshake_deadline{10};
    std::chrono::seconds header_deadline{15};
    std::chrono::seconds idle_deadline{75};
    std::chrono::seconds drain_deadline{20};
    std::uint64_t slowest_write = 1024;  // bytes a second below which a client is dropped, measured over 30 s
    std::vector<std::string> cors_origins;
    bool loopback_hosts_only = false;  // refuse a Host that is no loopback name
};

// Decides for a matched route whether the caller may go on; fills in request.caller. May wait (token lookup).
using Authorize = std::function<awaitable<Result<>>(Request&, const Route&)>;

// Turns what handlers cannot answer into problem+json: used for framing errors, 404, 405, refused access, exceptions.
using Problem = std::function<Response(const Request& request, int status, const std::string& detail)>;

// Listens, owns the io threads, serves until stopped. Handlers run on the connection's io thread and must not block.
class Server {
public:
    Server(ServerOptions options, const Router& router, Authorize authorize);  // binds; throws std::system_error
    ~Server();

    std::uint16_t port() const;

    void start();        // threads run from here
    void drain();        // thread-safe: no new connections, open requests end, idle connections close
    void wait();         // returns when all connections are gone or the drain deadline is over
    void reload_tls();   // thread-safe: new handshakes use the files as they are now; throws and keeps the old ones

    struct Counters {
        std::uint64_t requests, bytes_sent;
        std::size_t connections;
    };
    Counters counters() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern::http
