#pragma once

#include "server/http/tls_context.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

struct ssl_st;

namespace lectern::http {

// One connection's bytes, plain or TLS, on the non-blocking descriptor itself: an operation is tried first,
// and only when the kernel says "not now" does the caller wait. Belongs to one io thread.
class Stream {
public:
    enum class Io {
        done,        // `bytes` went through; for writes perhaps fewer than given
        wait_read,   // nothing to read: wait and try again
        wait_write,  // the kernel's buffer is full: wait and try again; `bytes` of a write are taken all the
                     // same
        closed,      // the other side ended or broke the connection
    };
    struct Outcome {
        Io io;
        std::size_t bytes = 0;
    };

    // The socket is connected and its descriptor non-blocking. Without a context the stream is plain.
    Stream(boost::asio::ip::tcp::socket socket, const TlsContext& tls);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    bool secure() const { return ssl_ != nullptr; }

    // Steps of the TLS handshake; done when it is complete (at once if plain).
    Outcome handshake();
    Outcome read(std::span<char> into);
    // Written for good when it gives Io::done with all bytes; after wait_write go on with flush() or the next
    // write. `more`: other bytes follow at once, so small ones may wait for them.
    Outcome write(std::string_view data, bool more = false);
    // Sends what TLS has encrypted and the kernel has not taken yet.
    Outcome flush();
    // Sends bytes of a file from `offset`: sendfile, or for TLS reads of bounded size through `scratch`.
    // Io::closed also when the file is shorter than it was.
    Outcome send_file(int file, std::uint64_t offset, std::size_t bytes, std::span<char> scratch);

    // True while flush() has something to do.
    bool has_output() const { return !output_.empty(); }
    // Gives back memory while the connection idles.
    void release_buffers();

    boost::asio::awaitable<void> wait_readable();  // or cancelled; never throws for either
    boost::asio::awaitable<void> wait_writable();
    void cancel_waits();

    // Ends our side (close_notify, FIN) as far as that needs no waiting; may be called twice.
    void shutdown_write();
    // Breaks both directions at once: every later operation gives Io::closed.
    void abort();

    std::uint64_t bytes_sent() const { return sent_; }  // on the wire

private:
    struct Bio;  // the callbacks through which OpenSSL reaches the descriptor
    friend struct Bio;

    Outcome send_raw(std::string_view data, int flags = 0);
    Outcome encrypt(std::string_view data, bool more);
    Outcome make_room();
    Outcome outcome_of(int result);

    boost::asio::ip::tcp::socket socket_;
    int fd_;
    ssl_st* ssl_ = nullptr;
    std::string output_;           // encrypted, not sent
    std::size_t output_sent_ = 0;  // of output_
    std::uint64_t sent_ = 0;
    bool shut_ = false;
    bool broken_ = false;
};

}  // namespace lectern::http
