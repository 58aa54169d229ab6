#pragma once

#include "server/http/connection/connection_limits.hpp"
#include "server/http/connection/stream.hpp"
#include "server/http/request_counts.hpp"
#include "server/http/server.hpp"
#include "server/http/tls/tls_context.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/intrusive/list.hpp>

namespace lectern::http {

// What all connections of a server share. Constant while it runs, but for the parts that say how they are
// guarded.
struct Setup {
    Setup(ServerOptions options, const Router& router, Authorize authorize, Hooks hooks);

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
    std::uint16_t port = 0;   // that the server listens on; set before threads run

private:
    mutable std::mutex tls_mutex_;
    TlsContext tls_;
};

using ConnectionHook =
    boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;
class Connection;

// What the connections of one io thread share. Touched by that thread only, but for the counters.
class ThreadState {
public:
    explicit ThreadState(Setup& shared_setup);
    ~ThreadState();

    Setup& setup;
    bool draining = false;
    boost::intrusive::list<Connection, boost::intrusive::base_hook<ConnectionHook>,
                           boost::intrusive::constant_time_size<false>>
        connections;

    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> bytes_sent{0};
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> timeouts{0};
    RequestCounts request_counts;
    Durations loop_lag;  // how late the timer of the sweep fires

    StreamBuffers stream_buffers;
    // Bytes in passing: nothing in it outlives a suspension.
    std::span<char> scratch() { return scratch_; }
    // "Date: ...\r\nServer: ...\r\n" and what else every answer has, made once a second.
    std::string_view common_fields();
    std::string next_request_id();

private:
    std::vector<char> scratch_;
    std::string common_fields_;
    std::int64_t common_fields_second_ = -1;
    std::string id_prefix_;
    std::uint64_t next_id_ = 0;
};

}  // namespace lectern::http
