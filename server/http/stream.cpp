#include "server/http/stream.hpp"

#include <algorithm>
#include <cerrno>
#include <new>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lectern::http {
namespace {

// TLS records are gathered up to about this much before one send.
constexpr std::size_t encrypt_step = 128 * 1024;
// More than this unsent means that the other side makes TLS itself talk (key updates) and does not listen.
constexpr std::size_t max_output = 1024 * 1024;

bool not_now(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

}  // namespace

// OpenSSL reads from the socket directly, and writes into a string that is sent in one piece.
struct Stream::Bio {
    static int read(BIO* bio, char* into, int size) {
        auto* stream = static_cast<Stream*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        const ssize_t got = ::recv(stream->fd_, into, static_cast<std::size_t>(size), 0);
        if (got < 0 && not_now(errno)) BIO_set_retry_read(bio);
        return static_cast<int>(got);
    }

    static int write(BIO* bio, const char* data, int size) {
        auto* stream = static_cast<Stream*>(BIO_get_data(bio));
        BIO_clear_retry_flags(bio);
        const auto bytes = static_cast<std::size_t>(size);
        if (stream->output_.size() + bytes > max_output) return -1;
        stream->output_.append(data, bytes);
        return size;
    }

    static long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

    static BIO_METHOD* method() {
        static BIO_METHOD* const made = [] {
            BIO_METHOD* m = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "lectern stream");
            if (m == nullptr) throw std::bad_alloc();
            BIO_meth_set_read(m, read);
            BIO_meth_set_write(m, write);
            BIO_meth_set_ctrl(m, control);
            return m;
        }();
        return made;
    }
};

Stream::Stream(boost::asio::ip::tcp::socket socket, const TlsContext& tls)
    : socket_(std::move(socket)), fd_(socket_.native_handle()) {
    if (!tls) return;
    ssl_ = SSL_new(tls.get());
    BIO* bio = ssl_ == nullptr ? nullptr : BIO_new(Bio::method());
    if (bio == nullptr) {
        SSL_free(ssl_);
        throw std::bad_alloc();
    }
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_, bio, bio);
    SSL_set_accept_state(ssl_);
}

Stream::~Stream() {
    SSL_free(ssl_);
}

Stream::Outcome Stream::send_raw(std::string_view data, int flags) {
    if (broken_) return {Io::closed};
    std::size_t total = 0;
    while (total < data.size()) {
        const ssize_t sent = ::send(fd_, data.data() + total, data.size() - total, MSG_NOSIGNAL | flags);
        if (sent < 0) {
            if (errno == EINTR) continue;
            if (not_now(errno)) return {Io::wait_write, total};
            broken_ = true;
            return {Io::closed, total};
        }
        total += static_cast<std::size_t>(sent);
        sent_ += static_cast<std::size_t>(sent);
    }
    return {Io::done, total};
}

Stream::Outcome Stream::flush() {
    if (output_.empty()) return {broken_ ? Io::closed : Io::done};
    const Outcome sent = send_raw(std::string_view(output_).substr(output_sent_));
    output_sent_ += sent.bytes;
    if (output_sent_ == output_.size()) {
        output_.clear();
        output_sent_ = 0;
    }
    return {sent.io};
}

// What an SSL call that did not succeed means for the caller.
Stream::Outcome Stream::outcome_of(int result) {
    const int error = SSL_get_error(ssl_, result);
    const Outcome flushed = flush();  // also alerts that tell the other side why
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
        if (flushed.io != Io::done) return flushed;
        return {error == SSL_ERROR_WANT_READ ? Io::wait_read : Io::wait_write};
    }
    if (error != SSL_ERROR_ZERO_RETURN) broken_ = true;
    return {Io::closed};
}

Stream::Outcome Stream::handshake() {
    if (ssl_ == nullptr) return {Io::done};
    if (broken_) return {Io::closed};
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_);
    if (result == 1) return flush();
    return outcome_of(result);
}

Stream::Outcome Stream::read(std::span<char> into) {
    if (broken_) return {Io::closed};
    if (ssl_ == nullptr) {
        while (true) {
            const ssize_t got = ::recv(fd_, into.data(), into.size(), 0);
            if (got > 0) return {Io::done, static_cast<std::size_t>(got)};
            if (got < 0 && errno == EINTR) continue;
            if (got < 0 && not_now(errno)) return {Io::wait_read};
            if (got < 0) broken_ = true;
            return {Io::closed};
        }
    }
    std::size_t total = 0;
    while (total < into.size()) {
        ERR_clear_error();
        std::size_t got = 0;
        const int result = SSL_read_ex(ssl_, into.data() + total, into.size() - total, &got);
        if (result != 1) {
            const Outcome outcome = outcome_of(result);
            return total > 0 ? Outcome{Io::done, total} : outcome;
        }
        total += got;
        if (SSL_has_pending(ssl_) == 0) break;  // saves a call to the kernel that has nothing
    }
    return {Io::done, total};
}

// What is still to be sent must not grow by more than a step.
Stream::Outcome Stream::make_room() {
    if (output_.size() < encrypt_step / 2) return {broken_ ? Io::closed : Io::done};
    return flush();
}

// Takes at most one step of data.
Stream::Outcome Stream::encrypt(std::string_view data, bool more) {
    std::size_t taken = 0;
    const std::size_t step = std::min(data.size(), encrypt_step);
    while (taken < step) {
        ERR_clear_error();
        std::size_t written = 0;
        const int result = SSL_write_ex(ssl_, data.data() + taken, step - taken, &written);
        if (result != 1) {
            broken_ = true;  // writing goes to memory: it can only fail for good
            return {Io::closed, taken};
        }
        taken += written;
    }
    if (more && output_.size() < encrypt_step / 2) return {Io::done, taken};
    return {flush().io, taken};
}

Stream::Outcome Stream::write(std::string_view data, bool more) {
    if (ssl_ == nullptr) return send_raw(data, more ? MSG_MORE : 0);
    if (const Outcome before = make_room(); before.io != Io::done) return before;
    if (data.empty()) return flush();
    std::size_t total = 0;
    while (total < data.size()) {
        const Outcome step = encrypt(data.substr(total), more);
        total += step.bytes;
        if (step.io != Io::done) return {step.io, total};
    }
    return {Io::done, total};
}

Stream::Outcome Stream::send_file(int file, std::uint64_t offset, std::size_t bytes,
                                  std::span<char> scratch) {
    if (ssl_ == nullptr) {
        if (broken_) return {Io::closed};
        auto position = static_cast<off_t>(offset);
        std::size_t total = 0;
        while (total < bytes) {
            const ssize_t sent = ::sendfile(fd_, file, &position, bytes - total);
            if (sent < 0 && errno == EINTR) continue;
            if (sent < 0 && not_now(errno)) return {Io::wait_write, total};
            if (sent <= 0) {
                broken_ = true;
                return {Io::closed, total};
            }
            total += static_cast<std::size_t>(sent);
            sent_ += static_cast<std::size_t>(sent);
        }
        return {Io::done, total};
    }
    if (const Outcome before = make_room(); before.io != Io::done) return before;
    std::size_t total = 0;
    while (total < bytes) {
        const std::size_t wanted = std::min({bytes - total, scratch.size(), encrypt_step});
        const ssize_t got = ::pread(file, scratch.data(), wanted, static_cast<off_t>(offset + total));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) {
            broken_ = true;
            return {Io::closed, total};
        }
        const Outcome step = encrypt({scratch.data(), static_cast<std::size_t>(got)}, false);
        total += step.bytes;
        if (step.io != Io::done) return {step.io, total};
    }
    return {Io::done, total};
}

void Stream::release_buffers() {
    if (output_.empty() && output_.capacity() > 64) std::string().swap(output_);
}

boost::asio::awaitable<void> Stream::wait_readable() {
    boost::system::error_code ignored;
    co_await socket_.async_wait(boost::asio::ip::tcp::socket::wait_read,
                                boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

boost::asio::awaitable<void> Stream::wait_writable() {
    boost::system::error_code ignored;
    co_await socket_.async_wait(boost::asio::ip::tcp::socket::wait_write,
                                boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

void Stream::cancel_waits() {
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

void Stream::shutdown_write() {
    if (shut_) return;
    shut_ = true;
    if (ssl_ != nullptr && !broken_ && SSL_is_init_finished(ssl_) == 1) {
        ERR_clear_error();
        SSL_shutdown(ssl_);
        flush();
    }
    ::shutdown(fd_, SHUT_WR);
}

void Stream::abort() {
    broken_ = true;
    ::shutdown(fd_, SHUT_RDWR);
}

}  // namespace lectern::http
