#pragma once

#include "server/http/answer/public_url.hpp"
#include "server/http/trusted_proxies.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lectern::http {

class BlockingPool;

struct ServerOptions {
    std::string host = "127.0.0.1";  // an address, or a name of this machine
    std::uint16_t port = 8080;       // 0: the system chooses
    int io_threads = 0;              // 0: one a core
    std::string tls_certificate;     // PEM file; with it and the key the port speaks TLS
    std::string tls_key;
    bool kernel_tls = false;  // the kernel encrypts (see kernel_offers_tls)
    // A second port, plain HTTP, that redirects every request to the first one; needs TLS. 0: the system
    // chooses.
    std::optional<std::uint16_t> redirect_port;
    std::size_t max_connections = 20000;
    std::size_t max_connections_per_address = 10000;  // IPv6: per /64 network
    std::chrono::milliseconds handshake_deadline{10000};
    std::chrono::milliseconds header_deadline{15000};  // from the first byte of a request's head to its last
    std::chrono::milliseconds idle_deadline{75000};    // between two requests
    std::chrono::milliseconds drain_deadline{20000};
    // The rule for slow clients: over each window of waiting, so many bytes a second have to move on average.
    std::chrono::milliseconds pace_window{30000};
    std::uint64_t slowest_write = 1024;   // of an answer; a slower client is dropped
    std::uint64_t slowest_upload = 1024;  // of a body on a streaming route; a slower one is answered 408
    // A client may leave the pieces of a StreamBody unacknowledged, or have no room for them, for so long.
    // One that has vanished without a word (a closed laptop, a pulled cable) cannot be told from a quiet one
    // in another way. Not below pace_window, which decides about slow clients.
    std::chrono::milliseconds stream_unacknowledged{30000};
    // Reads files that are not in memory and compresses large texts, so that io threads never wait for
    // either. Outlives the server. Without a pool io threads read such files, and large texts are not
    // compressed.
    BlockingPool* disk = nullptr;
    std::vector<std::string> cors_origins;
    std::optional<PublicUrl> public_url;  // addresses that are given out begin with it
    TrustedProxies trusted_proxies;
    bool loopback_hosts_only = false;  // refuse a Host that is no loopback name
};

}  // namespace lectern::http
