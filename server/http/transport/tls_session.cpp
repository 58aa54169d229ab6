#include "server/http/transport/tls_session.hpp"

#include <cerrno>
#include <new>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace lectern::http {

struct TlsSession::Bio {
    static int read(BIO* bio, char* into, int size) {
        auto* session = static_cast<TlsSession*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        const ssize_t got = ::recv(session->socket_, into, static_cast<std::size_t>(size), 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
        return static_cast<int>(got);
    }

    static int write(BIO* bio, const char* data, int size) {
        auto* session = static_cast<TlsSession*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        session->wire_->append(data, static_cast<std::size_t>(size));
        return size;
    }

    static long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

    static BIO* make(TlsSession* session) {
        static BIO_METHOD* const method = [] {
            BIO_METHOD* m = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "lectern tls");
            if (m == nullptr) throw std::bad_alloc();
            BIO_meth_set_read(m, read);
            BIO_meth_set_write(m, write);
            BIO_meth_set_ctrl(m, control);
            return m;
        }();
        BIO* bio = BIO_new(method);
        if (bio == nullptr) throw std::bad_alloc();
        BIO_set_data(bio, session);
        BIO_set_init(bio, 1);
        return bio;
    }
};

TlsSession::TlsSession(const TlsContext& context, int socket)
    : ssl_(SSL_new(context.get())),
      socket_(socket),
      direct_((SSL_CTX_get_options(context.get()) & SSL_OP_ENABLE_KTLS) != 0) {
    if (ssl_ == nullptr) throw std::bad_alloc();
    BIO* input = Bio::make(this);
    SSL_set_bio(ssl_, input, direct_ ? BIO_new_socket(socket, BIO_NOCLOSE) : input);
    SSL_set_accept_state(ssl_);
}

TlsSession::~TlsSession() {
    SSL_free(ssl_);
}

// The outcome of a call that did not succeed.
IoOutcome TlsSession::outcome_of(int result) {
    switch (SSL_get_error(ssl_, result)) {
        case SSL_ERROR_WANT_READ:
            return {Io::wait_read};
        case SSL_ERROR_WANT_WRITE:
            return {Io::wait_write};
        case SSL_ERROR_ZERO_RETURN:
            return {Io::closed};
        default:
            failed_ = true;
            return {Io::closed};
    }
}

IoOutcome TlsSession::handshake(std::string& wire) {
    wire_ = &wire;
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_);
    return result == 1 ? IoOutcome{Io::done} : outcome_of(result);
}

IoOutcome TlsSession::read(std::span<char> into, std::string& wire) {
    wire_ = &wire;
    std::size_t total = 0;
    while (total < into.size()) {
        ERR_clear_error();
        std::size_t got = 0;
        const int result = SSL_read_ex(ssl_, into.data() + total, into.size() - total, &got);
        if (result != 1) {
            const IoOutcome outcome = outcome_of(result);
            return total > 0 ? IoOutcome{Io::done, total} : outcome;
        }
        total += got;
        if (SSL_has_pending(ssl_) == 0) break;  // the kernel has nothing either: saves a call
    }
    return {Io::done, total};
}

IoOutcome TlsSession::write(std::string_view data, std::string& wire) {
    wire_ = &wire;
    std::size_t total = 0;
    ERR_clear_error();
    while (total < data.size()) {
        // The buffer of a record is given back after the last one, not after each.
        if (data.size() - total > SSL3_RT_MAX_PLAIN_LENGTH) {
            SSL_clear_mode(ssl_, SSL_MODE_RELEASE_BUFFERS);
        } else {
            SSL_set_mode(ssl_, SSL_MODE_RELEASE_BUFFERS);
        }
        std::size_t written = 0;
        const int result = SSL_write_ex(ssl_, data.data() + total, data.size() - total, &written);
        if (result != 1) return {outcome_of(result).io, total};
        total += written;
        if (direct_) sent_ += written;
    }
    return {Io::done, total};
}

void TlsSession::close(std::string& wire) {
    if (failed_ || SSL_is_init_finished(ssl_) != 1) return;
    wire_ = &wire;
    ERR_clear_error();
    SSL_shutdown(ssl_);
}

bool TlsSession::kernel_sends() const {
    return BIO_get_ktls_send(SSL_get_wbio(ssl_));
}

IoOutcome TlsSession::send_file(int file, std::uint64_t offset, std::size_t bytes) {
    ERR_clear_error();
    const ossl_ssize_t sent = SSL_sendfile(ssl_, file, static_cast<off_t>(offset), bytes, 0);
    if (sent > 0) {
        sent_ += static_cast<std::uint64_t>(sent);
        return {Io::done, static_cast<std::size_t>(sent)};
    }
    if (sent == 0) failed_ = true;  // the file is shorter than it was
    return sent == 0 ? IoOutcome{Io::closed} : outcome_of(static_cast<int>(sent));
}

}  // namespace lectern::http
