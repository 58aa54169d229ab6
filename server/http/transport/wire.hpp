#pragma once

#include "server/http/io_thread_context.hpp"
#include "server/http/message.hpp"
#include "server/http/transport/deadline.hpp"
#include "server/http/transport/pace.hpp"
#include "server/http/transport/stream.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <boost/asio/cancellation_signal.hpp>

namespace lectern::http {

// The bytes of one connection: its stream, what has come and is not used yet, the deadline, and the rule for
// slow clients. Operations are tried first; a coroutine waits only when the kernel says "not now". Knows
// nothing of requests. Belongs to one io thread.
class Wire {
public:
    using Clock = Deadline::Clock;

    Wire(IoThreadContext& thread, Socket socket, const TlsContext& tls);

    bool secure() const { return stream_.secure(); }
    std::uint64_t bytes_sent() const { return stream_.bytes_sent(); }

    // One step of the TLS handshake.
    IoOutcome handshake() { return stream_.handshake(); }

    // What has come and is not used yet. Whoever uses bytes erases them from the front.
    std::string& input() { return input_; }
    // Each tries once to read, at most `most` bytes (up to the size of the thread's scratch buffer).
    IoOutcome receive(std::size_t most = 16 * 1024);  // to the end of input()
    IoOutcome receive(std::span<char> buffer) { return stream_.read(buffer); }
    IoOutcome discard() { return stream_.read(thread_.scratch()); }
    // Gives back the memory that an idle connection does not need.
    void release_memory();

    // A new answer begins: the client's pace is measured anew.
    void begin_answer() { write_pace_ = Pace(stream_.bytes_sent()); }
    // False when the client is gone or too slow. `more`: other bytes follow at once.
    awaitable<bool> send(std::string_view data, bool more = false);
    // Tries once to send a part of a file.
    IoOutcome send_file(const ServedFile& file, std::uint64_t first, std::size_t bytes) {
        return stream_.send_file(file, first, bytes);
    }
    bool has_output() const { return stream_.has_output(); }
    // Waits for room to write. False when the client is too slow.
    awaitable<bool> wait_to_send();
    void end_output() { stream_.shutdown_write(); }

    // Waits for what an attempt has asked for. Returns at once when the deadline has passed or the connection
    // is cut off.
    awaitable<void> wait(Io io);
    // The same for a part of a message: the rule for slow clients takes the place of the deadline. False when
    // the client is too slow, or `limit` is over. `bytes` counts what has moved so far.
    awaitable<bool> wait_paced(Io io, Pace& pace, std::uint64_t bytes, std::uint64_t slowest,
                               Clock::time_point limit = Clock::time_point::max());
    // Calls `handler` when there is something to read, or the wait is cancelled: no coroutine is needed.
    template<class Handler>
    void when_readable(Handler handler) {
        stream_.when_readable(std::move(handler));
    }
    void cancel_waits() { stream_.cancel_waits(); }

    Deadline& deadline() { return deadline_; }
    bool expired() const { return deadline_.expired(); }
    // Called by the io thread's sweep: wakes who waits when the deadline has passed.
    void check_deadline(Clock::time_point now);
    void count_timeout() { thread_.timeouts.fetch_add(1, std::memory_order_relaxed); }

    // While the returned object lives, a client that goes away ends what the connection's coroutine does,
    // even in the middle of a wait. A client that only ends its own side counts as gone: the two look alike.
    [[nodiscard]] std::shared_ptr<void> watch_for_end();
    // Cuts the connection off: everything that its coroutine waits for ends.
    void abort();
    bool aborted() const { return end_ == End::aborted; }
    bool cancelled() const { return end_ != End::none; }  // by abort(), or because the client is gone
    // Must be bound to the coroutine that uses this wire.
    boost::asio::cancellation_slot abort_slot() { return abort_signal_.slot(); }

private:
    // Why the coroutine has been cancelled. From then on each of its waits throws.
    enum class End : std::uint8_t { none, client_gone, aborted };

    void watch_for_end(const std::weak_ptr<Wire*>& watch);
    void look_for_end();

    IoThreadContext& thread_;
    Stream stream_;
    std::string input_;
    Deadline deadline_;
    Pace write_pace_;
    End end_ = End::none;
    boost::asio::cancellation_signal abort_signal_;
};

}  // namespace lectern::http
