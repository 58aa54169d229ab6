#pragma once

#include "server/http/transport/io_outcome.hpp"
#include "server/http/transport/tls_context.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace lectern::http {

class ServedFile;

// The executor is part of the type: half the size of Asio's tcp::socket.
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

// Buffers that the streams of one io thread share. Each is used within one call and empty between calls.
struct StreamBuffers {
    StreamBuffers();
    std::string wire;         // encrypted, on its way to the kernel
    std::string file_window;  // read from a file, on its way to be encrypted
};

// One connection's bytes, plain or TLS. Every operation tries once on the non-blocking descriptor; the caller
// waits only when the kernel says "not now". Belongs to one io thread.
class Stream {
public:
    // The socket is connected and its descriptor non-blocking. Without a TLS context the stream is plain. The
    // buffers are those of the io thread.
    Stream(Socket socket, const TlsContext& tls, StreamBuffers& buffers);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    bool secure() const { return tls_ != nullptr; }

    // One step of the TLS handshake. Io::done when it is complete: at once on a plain stream.
    IoOutcome handshake();
    IoOutcome read(std::span<char> into);
    // All is written when it gives Io::done with all bytes. After Io::wait_write the caller waits and goes on
    // with the rest, or with flush(). `more`: other bytes follow at once, so that few bytes may wait for
    // them.
    IoOutcome write(std::string_view data, bool more = false);
    // Sends what TLS has encrypted and the kernel has not taken yet.
    IoOutcome flush();
    // Sends bytes of a file from `offset`: from its mapping if it has one, else by sendfile, or for TLS by
    // reading windows of bounded size. Io::closed also if the file is shorter than it was.
    IoOutcome send_file(const ServedFile& file, std::uint64_t offset, std::size_t bytes);

    // True while flush() has something to do.
    bool has_output() const;
    // Gives back memory that an idle connection does not need.
    void release_buffers();

    boost::asio::awaitable<void> wait_readable();  // or until cancel_waits()
    boost::asio::awaitable<void> wait_writable();
    // The same with a callback, which takes less memory than a coroutine. Called with an error when
    // cancelled.
    template<class Handler>
    void when_readable(Handler handler) {
        socket_.async_wait(Socket::wait_read, std::move(handler));
    }
    void cancel_waits();

    // From now on the kernel breaks the connection when bytes that it has taken stay unacknowledged for so
    // long. 0: only after its own limit, which is a quarter of an hour.
    void limit_unacknowledged(std::chrono::milliseconds longest);

    // Ends our side (close_notify, FIN) as far as possible without waiting. May be called twice.
    void shutdown_write();
    // Breaks both directions at once: every later operation gives Io::closed.
    void abort();

    std::uint64_t bytes_sent() const;  // on the wire

private:
    struct Tls;  // what only TLS needs, so that plain connections stay small

    IoOutcome send_raw(std::string_view data, int flags = 0);
    IoOutcome send_file_plain(const ServedFile& file, std::uint64_t offset, std::size_t bytes);
    IoOutcome send_file_encrypted(const ServedFile& file, std::uint64_t offset, std::size_t bytes);
    std::string_view read_window(const ServedFile& file, std::uint64_t offset, std::size_t bytes);
    IoOutcome encrypt(std::string_view data);
    IoOutcome send_encrypted(IoOutcome taken);
    IoOutcome gather();
    void keep_for_later(std::size_t already_sent = 0);

    Socket socket_;
    int fd_;
    std::unique_ptr<Tls> tls_;
    StreamBuffers& buffers_;
    std::uint64_t sent_ = 0;
    bool shut_ = false;
    bool broken_ = false;
};

}  // namespace lectern::http
