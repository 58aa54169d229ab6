#include "tests/server/http/client.hpp"

#include "server/http/parse/field_list.hpp"

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>

namespace lectern::http::test {
namespace {

constexpr int patience = 20000;  // milliseconds

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

UniqueFd connect_to(std::uint16_t port, int receive_buffer) {
    UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!fd) fail("socket");
    if (receive_buffer > 0) {
        ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("connect");
    const int on = 1;
    ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const timeval limit{patience / 1000, 0};
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    return fd;
}

}  // namespace

std::string Answer::field(std::string_view name) const {
    std::string_view rest = head;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find("\r\n"), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 2, rest.size()));
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos && equal_without_case(line.substr(0, colon), name)) {
            return std::string(trim(line.substr(colon + 1)));
        }
    }
    return "";
}

bool Answer::has(std::string_view name) const {
    return !field(name).empty();
}

Client::Client(std::uint16_t port, int receive_buffer) : socket_(connect_to(port, receive_buffer)) {}

Client::Client(std::uint16_t port, const TlsOptions& options)
    : socket_(connect_to(port, options.receive_buffer)),
      context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
    SSL_CTX_set_security_level(context_.get(), 0);  // to offer what the server must refuse
    if (options.version != 0) {
        SSL_CTX_set_min_proto_version(context_.get(), options.version);
        SSL_CTX_set_max_proto_version(context_.get(), options.version);
    }
    if (!options.ciphers.empty() && SSL_CTX_set_cipher_list(context_.get(), options.ciphers.c_str()) != 1) {
        throw std::runtime_error("the test's ciphers are not known");
    }
    ssl_ = SSL_new(context_.get());
    SSL_set_fd(ssl_, socket_.get());
    if (!options.alpn.empty()) {
        const std::string list = static_cast<char>(options.alpn.size()) + options.alpn;
        SSL_set_alpn_protos(ssl_, reinterpret_cast<const unsigned char*>(list.data()),
                            static_cast<unsigned>(list.size()));
    }
    if (options.resume) SSL_set_session(ssl_, options.resume.get());
    ERR_clear_error();
    if (SSL_connect(ssl_) != 1) {
        SSL_free(std::exchange(ssl_, nullptr));
        throw std::runtime_error("the handshake failed");
    }
    cipher_ = SSL_get_cipher_name(ssl_);
}

Client::~Client() {
    SSL_free(ssl_);
}

void Client::send(std::string_view bytes) {
    if (!try_send(bytes)) fail("send");
}

bool Client::try_send(std::string_view bytes) {
    while (!bytes.empty()) {
        ssize_t sent = 0;
        if (ssl_ != nullptr) {
            ERR_clear_error();
            sent =
                SSL_write(ssl_, bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), 1 << 20)));
        } else {
            sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        }
        if (sent <= 0) {
            if (errno == EAGAIN) throw std::runtime_error("the server did not read in time");
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Client::fill() {
    char buffer[65536];
    ssize_t got = 0;
    errno = 0;
    if (ssl_ != nullptr) {
        ERR_clear_error();
        got = SSL_read(ssl_, buffer, sizeof buffer);
    } else {
        got = ::recv(socket_.get(), buffer, sizeof buffer, 0);
    }
    if (got <= 0) {
        if (errno == EAGAIN) throw std::runtime_error("the server did not answer in time");
        return false;
    }
    in_.append(buffer, static_cast<std::size_t>(got));
    return true;
}

std::string Client::receive(std::size_t size) {
    if (in_.empty() && !fill()) return "";
    std::string piece = in_.substr(0, size);
    in_.erase(0, piece.size());
    return piece;
}

std::string Client::receive_all() {
    while (fill()) {
    }
    return std::exchange(in_, {});
}

Answer Client::answer(bool head_only, bool interim) {
    Answer result;
    std::size_t end = 0;
    while ((end = in_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) return result;
    }
    result.head = in_.substr(0, end + 2);
    in_.erase(0, end + 4);
    result.status = std::stoi(result.head.substr(9, 3));
    if (result.status < 200) return interim ? result : answer(head_only, interim);
    if (head_only || result.status == 204 || result.status == 304) {
        result.complete = true;
        return result;
    }
    if (result.field("Transfer-Encoding") == "chunked") {
        while (true) {
            std::size_t line = 0;
            while ((line = in_.find("\r\n")) == std::string::npos) {
                if (!fill()) return result;
            }
            const std::size_t size = std::stoul(in_.substr(0, line), nullptr, 16);
            while (in_.size() < line + 2 + size + 2) {
                if (!fill()) return result;
            }
            result.body += in_.substr(line + 2, size);
            in_.erase(0, line + 2 + size + 2);
            if (size == 0) {
                result.complete = true;
                return result;
            }
        }
    }
    if (!result.has("Content-Length")) {
        result.body = receive_all();
        result.complete = true;
        return result;
    }
    const std::size_t length = std::stoul(result.field("Content-Length"));
    while (in_.size() < length) {
        if (!fill()) break;
    }
    result.complete = in_.size() >= length;
    result.body = in_.substr(0, length);
    in_.erase(0, result.body.size());
    return result;
}

Answer Client::get(const std::string& target, const std::string& fields) {
    send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
    return answer();
}

bool Client::at_end() {
    return in_.empty() && !fill();
}

void Client::finish_sending() {
    ::shutdown(socket_.get(), SHUT_WR);
}

void Client::say_goodbye() {
    SSL_shutdown(ssl_);
}

void Client::reset() {
    const linger now{1, 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    socket_.reset();
}

int Client::tls_version() const {
    return SSL_version(ssl_);
}
bool Client::resumed() const {
    return SSL_session_reused(ssl_) == 1;
}

std::string Client::certificate_name() const {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(ssl_), X509_free);
    char name[256] = "";
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name, sizeof name);
    return name;
}

std::shared_ptr<ssl_session_st> Client::session() const {
    return {SSL_get1_session(ssl_), SSL_SESSION_free};
}

}  // namespace lectern::http::test
