#pragma once

#include "server/http/connection/connection_limits.hpp"
#include "server/http/connection/io_thread_context.hpp"
#include "server/http/connection/stream.hpp"
#include "server/http/parse/framing.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/cancellation_signal.hpp>

namespace lectern::http {

struct FileAnswer;
class RequestBody;

// One client's connection: handshake, then request after request, then a clean end. Lives and dies on one io
// thread. While it idles it rests: there is no coroutine, only this object and its io thread's wait.
class Connection : public ConnectionHook {
public:
    using Clock = std::chrono::steady_clock;

    // Rests until the client says something, or its time is over. One that redirects speaks plain HTTP and
    // sends everybody to the port that speaks TLS.
    Connection(ThreadState& thread, Socket socket, const TlsContext& tls, std::string peer,
               ConnectionLimits::Ticket ticket, bool redirects);

    // Serves until the connection's end, or until it rests; the connection must outlive it.
    awaitable<void> run();
    bool rests() const { return rests_; }
    // Calls `handler` when run() is due again; at once (but not from here) if it is already.
    template<class Handler>
    void when_due(Handler handler) {
        stream_.when_readable(std::move(handler));
        if (!may_wait()) stream_.cancel_waits();
    }

    // Called by the io thread's sweep.
    void check_deadline(Clock::time_point now);
    // The server drains: an idle connection ends now, a busy one after its answer.
    void wake_if_idle();
    // The server goes: everything that this connection waits for is cut off.
    void abort();
    void log_failure(const std::exception_ptr& failure) const;
    boost::asio::cancellation_slot abort_slot() { return abort_signal_.slot(); }

private:
    friend class RequestBody;
    friend class ChunkWriter;

    // How fast one side of a message moved, over the time that was spent waiting for the other end.
    struct Pace {
        std::chrono::nanoseconds waited{0};
        std::uint64_t start = 0;  // bytes at the window's begin
    };

    // connection.cpp: the connection's life
    std::chrono::milliseconds patience(std::chrono::milliseconds with_others) const;
    awaitable<bool> handshake();
    // Its size; 0: there is no further request, or not yet (see rests_), or `refusal` says why it is refused.
    awaitable<std::size_t> read_head(std::optional<Refusal>& refusal);
    std::optional<Refusal> head_over_limits() const;
    awaitable<void> finish();
    // Adds what has come to in_, waiting for it if nothing has; false when the client is gone or the deadline
    // over.
    awaitable<bool> fill();
    // From here to the end of the object that is given, a client that goes ends what the connection does, be
    // it in the middle of a wait. Who has only ended his side counts as gone: the two look alike.
    [[nodiscard]] std::shared_ptr<void> watch_for_end();
    void watch_for_end(const std::weak_ptr<Connection*>& watch);
    void look_for_end();
    bool may_wait() const { return !expired_ && !aborted_ && !(idle_ && thread_.draining); }
    awaitable<void> wait(Io io);
    // Waits unless the other side has moved less than `slowest` bytes a second over a whole window: false
    // then, and when `limit` is over. `progress` counts the bytes so far.
    awaitable<bool> wait_paced(Io io, Pace& pace, std::uint64_t progress, std::uint64_t slowest,
                               Clock::time_point limit = Clock::time_point::max());
    void arm(Clock::time_point deadline);
    void count_timeout() { thread_.timeouts.fetch_add(1, std::memory_order_relaxed); }
    void disarm() { deadline_ = Clock::time_point::max(); }

    // exchange.cpp: one request and its answer
    awaitable<void> exchange(std::size_t head_size);
    awaitable<void> refuse(Refusal refusal);
    awaitable<void> refuse(Refusal refusal, RequestHead head);
    awaitable<Response> answer(Request& request, const Framing& framing, RequestBody& body,
                               const Route*& route);
    awaitable<void> pack_body(Response& response);
    // What is said to everybody who does not come to be served; nullopt to those who do.
    std::optional<Response> turn_away(const Request& request, const Framing& framing,
                                      const Router::Match& match);
    Response answer_without_route(const Request& request, const Router::Match& match) const;
    Response answer_exception(const std::exception_ptr& error, const Request& request);
    std::string choose_request_id(const Fields& fields);
    void record(std::string_view method, const Request& request, const Route* route, int status,
                std::uint64_t sent, Clock::time_point started, bool completed);

    // send.cpp: an answer on the wire; false when the client is gone or too slow
    awaitable<bool> send_response(const Request& request, Response& response, int version);
    awaitable<bool> send_stream(const StreamBody& body, std::string head, bool chunked,
                                const std::string& id);
    awaitable<bool> send_file_parts(const FileBody& file, const FileAnswer& answer, std::string head);
    awaitable<bool> send(std::string_view data, bool more = false);
    awaitable<bool> send_slice(const ServedFile& file, std::uint64_t first, std::uint64_t length);
    awaitable<bool> warm(const ServedFile& file, std::uint64_t first, std::uint64_t length,
                         std::uint64_t ahead);
    std::string make_head(int status, const Fields& fields, std::string_view request_id,
                          std::string_view framing, int version, std::size_t room = 0);

    ThreadState& thread_;
    Stream stream_;
    std::string peer_;
    ConnectionLimits::Ticket ticket_;
    boost::asio::cancellation_signal abort_signal_;
    std::string in_;  // came, not used yet
    Clock::time_point deadline_ = Clock::time_point::max();
    Pace write_pace_;
    bool expired_ = false;
    Clock::time_point idle_since_{};
    bool idle_ = true;    // not within a request
    bool brisk_ = false;  // asked again soon after the last answer
    bool rests_ = true;   // run() is over for now
    bool greeted_;        // the handshake is over
    const bool redirects_;
    bool aborted_ = false;
    bool gone_ = false;  // the client
    bool first_request_ = true;
    bool keep_alive_ = true;
    bool linger_ =
        false;  // the client may still be sending: let it read the answer before the connection breaks
};

}  // namespace lectern::http
