#pragma once

#include "domain/base/durations.hpp"
#include "domain/base/error.hpp"
#include "server/http/request_counts.hpp"
#include "server/http/router.hpp"

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::http {

class BlockingPool;

struct ServerOptions {
    std::string host = "127.0.0.1";  // an address, or a name of this machine
    std::uint16_t port = 8080;       // 0: the system chooses
    int io_threads = 0;              // 0: one a core
    std::string tls_certificate;     // PEM file; with it and the key the port speaks TLS
    std::string tls_key;
    bool kernel_tls = false;  // let the kernel encrypt (see kernel_offers_tls)
    // A second port, plain HTTP, that answers everything with the address of the first; needs TLS. 0: the
    // system chooses.
    std::optional<std::uint16_t> redirect_port;
    std::size_t max_connections = 20000;
    std::size_t max_connections_per_address = 10000;  // IPv6: per /64 network
    std::chrono::milliseconds handshake_deadline{10000};
    std::chrono::milliseconds header_deadline{
        15000};  // from the first byte of a request to the end of its head
    std::chrono::milliseconds idle_deadline{75000};  // between two requests
    std::chrono::milliseconds drain_deadline{20000};
    std::chrono::milliseconds pace_window{30000};  // the slowest rates are measured over this time of waiting
    std::uint64_t slowest_write =
        1024;  // bytes a second that a client must take of an answer, else it is dropped
    std::uint64_t slowest_upload = 1024;  // bytes a second that a body of a streaming route must come with
    // Reads files that are not in memory and packs large texts, so that io threads never wait for either;
    // outlives the server. Without it they do wait, and large texts go out as they are.
    BlockingPool* disk = nullptr;
    std::vector<std::string> cors_origins;
    bool loopback_hosts_only = false;  // refuse a Host that is no loopback name
};

// Decides for a matched route whether the caller may go on; fills in request.caller. May wait (token lookup).
// Runs before anything of the body is read.
using Authorize = std::function<awaitable<Result<>>(Request&, const Route&)>;

// One line of the access log. The views live as long as the call.
struct AccessRecord {
    std::string_view method, target, pattern;  // pattern: of the route, "" without one
    std::string_view request_id, peer, token_id;
    int status = 0;
    std::uint64_t bytes = 0;  // sent for this request, on the wire
    std::chrono::nanoseconds duration{0};
    bool completed = false;  // the whole answer was handed to the system
};

// What the server tells and asks its owner. Called on io threads: must be quick and thread-safe. All
// optional.
struct Hooks {
    // What refused access becomes; without it problem(error).
    std::function<Response(const Error&)> error_response;
    // What an exception of a handler becomes; without it, or when it throws itself: 503 for Overloaded, else
    // 500.
    std::function<Response(std::exception_ptr, const Request&)> exception_response;
    std::function<void(const AccessRecord&)> access;
    std::function<void(std::string_view message)>
        error;  // for the log, with the request's id where there is one
};

// Listens, owns the io threads, serves until stopped. Handlers run on the connection's io thread and must not
// block.
class Server {
public:
    // Binds and listens. Throws std::system_error if it cannot, std::runtime_error for a bad certificate or
    // key. The router must outlive the server and may not change any more.
    Server(ServerOptions options, const Router& router, Authorize authorize, Hooks hooks = {});
    // Cuts off what is still open and returns when the last handler has ended: work on a blocking pool is
    // waited for.
    ~Server();

    std::uint16_t port() const;
    std::optional<std::uint16_t> redirect_port() const;

    void start();  // threads run from here
    void drain();  // thread-safe: no new connections, open requests end, idle connections close
    void wait();   // after drain(): returns when all connections are gone or the drain deadline is over
    void
    reload_tls();  // thread-safe: new handshakes use the files as they are now; throws and keeps the old ones

    struct Counters {
        std::uint64_t requests = 0;
        std::uint64_t bytes_sent = 0;
        std::size_t connections = 0;
        std::uint64_t accepted = 0;
        std::uint64_t refused_connections = 0;  // over a cap
        std::uint64_t timeouts = 0;             // connections that met a deadline, idle ones not counted
        Durations::Sum loop_lag;                // by how much a timer of each io thread fires late
    };
    Counters counters() const;
    std::vector<RouteCounts> requests() const;  // of every route; thread-safe

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern::http
