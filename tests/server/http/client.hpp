#pragma once

#include "domain/base/unique_fd.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;
struct ssl_session_st;

namespace lectern::http::test {

struct TlsOptions {
    int version = 0;        // exactly this one (TLS1_2_VERSION, ...); 0: any
    std::string ciphers{};  // of TLS 1.2; "" as OpenSSL likes
    std::string alpn{};     // one protocol; "" none
    std::shared_ptr<ssl_session_st> resume{};
    int receive_buffer = 0;  // bytes; 0: as the system likes
};

// An answer as it stood on the wire, chunks taken apart.
struct Answer {
    int status = 0;
    std::string head;
    std::string body;
    bool complete = false;  // the body reached its end

    std::string field(std::string_view name) const;  // "" if absent
    bool has(std::string_view name) const;
};

// A client that says exactly the bytes it is told, over a blocking socket whose every wait is bounded: what
// takes longer than `patience` is a failure of the test, and no outcome depends on the time itself.
class Client {
public:
    explicit Client(std::uint16_t port, int receive_buffer = 0);
    Client(std::uint16_t port, const TlsOptions& tls);
    ~Client();

    void send(std::string_view bytes);
    // As much as the other side takes; false when it has closed.
    bool try_send(std::string_view bytes);
    // Up to `size` bytes; "" at the end of the connection.
    std::string receive(std::size_t size = 65536);
    // All that comes until the other side closes.
    std::string receive_all();
    // One answer; `head_only` for HEAD. Interim answers (1xx) are skipped unless asked for.
    Answer answer(bool head_only = false, bool interim = false);
    Answer get(const std::string& target, const std::string& fields = "");
    // True when the server has closed its side and nothing more is there.
    bool at_end();
    void finish_sending();
    void say_goodbye();  // TLS's own end, the connection stays
    void reset();        // closes at once, with an RST

    const std::string& cipher() const { return cipher_; }
    int tls_version() const;
    bool resumed() const;
    std::string certificate_name() const;
    std::shared_ptr<ssl_session_st> session() const;
    int fd() const { return socket_.get(); }

private:
    bool fill();  // false at the end

    UniqueFd socket_;
    std::shared_ptr<ssl_ctx_st> context_;
    ssl_st* ssl_ = nullptr;
    std::string cipher_;
    std::string in_;
};

}  // namespace lectern::http::test
