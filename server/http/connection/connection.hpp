#pragma once

#include "server/http/connection/connection_phase.hpp"
#include "server/http/connection/request_exchange.hpp"
#include "server/http/connection_limits.hpp"
#include "server/http/io_thread_context.hpp"
#include "server/http/transport/connection_wire.hpp"

#include <cstddef>
#include <exception>
#include <optional>
#include <string>

#include <boost/intrusive/list_hook.hpp>

namespace lectern::http {

// Takes a connection out of its io thread's list when it is destroyed.
using ConnectionHook =
    boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

// One client's connection, from the handshake to the clean end. This class is the life of the connection: it
// moves through the phases (connection_phase.hpp) and gives each request to a RequestExchange. The bytes are
// the business of the ConnectionWire. A connection lives and dies on one io thread.
//
//   phase         event             next phase
//   ------------  ----------------  ------------
//   handshake     handshake_done    idle           (a plain connection begins here)
//                 deadline_passed   closed
//                 client_ended      closed
//   idle          request_begun     reading_head
//                 head_refused      answering      (too many line ends before a request)
//                 deadline_passed   lingering
//                 drain             lingering
//                 client_ended      lingering
//   reading_head  head_done         answering
//                 head_refused      answering      (the answer is 400, 414 or 431)
//                 deadline_passed   answering      (408)
//                 client_ended      lingering
//   answering     answered          idle
//                 last_answered     lingering
//   lingering     nothing_to_discard, deadline_passed, client_ended    closed
//   any           aborted           closed
//
// The coroutine run() carries a connection through these phases. Before the first byte, and while it is idle,
// a connection is parked: there is no coroutine, only this object and one wait of its io thread. The
// exception is a client that sends its next request within 500 ms: it usually sends more, and keeps its
// coroutine, since a new one for each request costs time.
class Connection : public ConnectionHook {
public:
    using Clock = Wire::Clock;

    // Parked until the client sends something or its time is over.
    Connection(IoThreadContext& thread, Socket socket, const TlsContext& tls, ConnectionFacts facts,
               ConnectionLimits::Ticket ticket);

    // Serves until the connection is closed or parked. The connection must outlive the coroutine.
    awaitable<void> run();
    bool parked() const { return parked_; }
    // Calls `handler` when a parked connection has to run again: never from within this call.
    template<class Handler>
    void when_due(Handler handler) {
        wire_.when_readable(std::move(handler));
        if (!may_wait()) wire_.cancel_waits();
    }

    // Called by the io thread's sweep.
    void check_deadlines(Clock::time_point now);
    // The server drains: an idle connection ends now, any other after its answer.
    void drain();
    // The server ends: everything that this connection waits for is cut off.
    void abort();
    void log_failure(const std::exception_ptr& failure) const;
    boost::asio::cancellation_slot abort_slot() { return wire_.abort_slot(); }

private:
    void enter(Phase phase);
    void on(PhaseEvent event);
    bool may_wait() const;
    awaitable<void> agree();
    // Gives the size of a complete head at the front of the input; 0 if there is a `refusal` instead, if
    // there is no further request, or if the connection is parked.
    awaitable<std::size_t> read_head(std::optional<Refusal>& refusal);
    // Skips line ends before a request; a refusal if there are too many.
    std::optional<Refusal> begin_request();
    awaitable<bool> fill();
    awaitable<void> linger();

    IoThreadContext& thread_;
    ConnectionWire wire_;
    const ConnectionFacts facts_;
    ConnectionLimits::Ticket ticket_;
    Clock::time_point idle_since_{};
    Phase phase_ = Phase::handshake;
    bool parked_ = true;
    bool keeps_coroutine_ = false;  // waits for the next request within run()
    bool first_request_ = true;     // no head has been complete yet
    bool client_may_send_ = false;  // the last answer came before the end of its request
};

}  // namespace lectern::http
