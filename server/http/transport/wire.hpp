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

// What the exchange of a request and its answer needs of a connection: reading, writing, and waiting for a
// client that may be slow. Operations are tried first; a coroutine waits only when the kernel says "not now".
// Always the base of a ConnectionWire. Belongs to one io thread.
class Wire {
public:
    using Clock = Deadline::Clock;
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    bool secure() const { return stream_.secure(); }
    std::uint64_t bytes_sent() const { return stream_.bytes_sent(); }

    // What has come and is not used yet. The user of bytes erases them from the front.
    std::string& input() { return input_; }
    // Each tries once to read: to the end of input(), at most `most` bytes and the size of the thread's
    // scratch buffer, or into the given buffer.
    IoOutcome receive(std::size_t most = 16 * 1024);
    IoOutcome receive(std::span<char> buffer) { return stream_.read(buffer); }

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
    // Waits as an attempt has asked for it. False when the client is slower than `slowest` bytes a second
    // over a whole window, or when `limit` has passed. `bytes` counts what has moved so far.
    awaitable<bool> wait_paced(Io io, Pace& pace, std::uint64_t bytes, std::uint64_t slowest,
                               Clock::time_point limit = Clock::time_point::max());

    // While the returned object lives, a client that goes away ends what the connection's coroutine does,
    // even in the middle of a wait. A client that only ends its own side counts as gone: the two look alike.
    [[nodiscard]] std::shared_ptr<void> watch_for_end();
    // See Stream::limit_unacknowledged().
    void limit_unacknowledged(std::chrono::milliseconds longest) { stream_.limit_unacknowledged(longest); }
    bool aborted() const { return end_ == End::aborted; }
    bool cancelled() const { return end_ != End::none; }  // aborted, or the client is gone

protected:
    // Why the coroutine has been cancelled. From then on each of its waits throws.
    enum class End : std::uint8_t { none, client_gone, aborted };

    Wire(IoThreadContext& thread, Socket socket, const TlsContext& tls);
    ~Wire() = default;

    // Waits as an attempt has asked for it. Returns at once when the deadline has passed or the connection is
    // aborted.
    awaitable<void> wait(Io io);
    void count_timeout() { thread_.timeouts.fetch_add(1, std::memory_order_relaxed); }

    IoThreadContext& thread_;
    Stream stream_;
    std::string input_;
    Deadline deadline_;
    Pace write_pace_;
    End end_ = End::none;
    boost::asio::cancellation_signal abort_signal_;

private:
    void watch_for_end(const std::weak_ptr<Wire*>& watch);
    void look_for_end();
};

}  // namespace lectern::http
