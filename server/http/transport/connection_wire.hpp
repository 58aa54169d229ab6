#pragma once

#include "server/http/transport/wire.hpp"

#include <utility>

namespace lectern::http {

// The bytes of one connection: its stream, what has come and is not used yet, and the deadline. What an
// exchange may do with them is in Wire; the rest belongs to the life of the connection.
class ConnectionWire final : public Wire {
public:
    ConnectionWire(IoThreadContext& thread, Socket socket, const TlsContext& tls)
        : Wire(thread, std::move(socket), tls) {}

    // One step of the TLS handshake.
    IoOutcome handshake() { return stream_.handshake(); }
    // Tries once to read, and drops what came.
    IoOutcome discard() { return stream_.read(thread_.scratch()); }
    // Ends our side as far as possible without waiting.
    void end_output() { stream_.shutdown_write(); }
    // Gives back the memory that an idle connection does not need.
    void release_memory();

    using Wire::count_timeout;
    using Wire::wait;
    // Calls `handler` when there is something to read, or the wait is cancelled: no coroutine is needed.
    template<class Handler>
    void when_readable(Handler handler) {
        stream_.when_readable(std::move(handler));
    }
    void cancel_waits() { stream_.cancel_waits(); }

    Deadline& deadline() { return deadline_; }
    bool expired() const { return deadline_.expired(); }
    // Called by the io thread's sweep: ends the wait of the connection if the deadline has passed.
    void check_deadline(Clock::time_point now);

    // Cuts the connection off: everything that its coroutine waits for ends.
    void abort();
    // Must be bound to the coroutine that uses this wire.
    boost::asio::cancellation_slot abort_slot() { return abort_signal_.slot(); }
};

}  // namespace lectern::http
