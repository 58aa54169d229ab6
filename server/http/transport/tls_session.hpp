#pragma once

#include "server/http/transport/io_outcome.hpp"
#include "server/http/transport/tls_context.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

struct ssl_st;

namespace lectern::http {

// Server side of one connection's TLS. Never waits. It reads from the socket itself, but appends its records
// to a buffer that the caller sends, so that many of them go out in one piece. If the kernel encrypts (see
// load_tls_context) it also writes to the socket itself, and the buffer stays empty.
class TlsSession {
public:
    // The socket is connected, non-blocking and outlives the session.
    TlsSession(const TlsContext& context, int socket);
    ~TlsSession();
    TlsSession(const TlsSession&) = delete;
    TlsSession& operator=(const TlsSession&) = delete;

    // Each may append to `wire`, also when it fails: alerts tell the client why.
    IoOutcome handshake(std::string& wire);
    IoOutcome read(std::span<char> into, std::string& wire);
    IoOutcome write(std::string_view data, std::string& wire);
    void close(std::string& wire);  // close_notify, if the handshake is over

    // True once the handshake has handed the keys to the kernel: only then may a file be sent.
    bool kernel_sends() const;
    IoOutcome send_file(int file, std::uint64_t offset, std::size_t bytes);

    // Records go to the socket at once: what was given to write() cannot be taken back.
    bool writes_itself() const { return direct_; }

    bool failed() const { return failed_; }             // nothing can be read or written any more
    std::uint64_t bytes_sent() const { return sent_; }  // by itself, not through the buffer

private:
    struct Bio;  // the callbacks through which OpenSSL reaches the socket and the buffer

    IoOutcome outcome_of(int result);

    ssl_st* ssl_;
    const int socket_;
    const bool direct_;            // records go to the socket, for the kernel to encrypt
    std::string* wire_ = nullptr;  // the buffer of the current call
    std::uint64_t sent_ = 0;
    bool failed_ = false;
};

}  // namespace lectern::http
