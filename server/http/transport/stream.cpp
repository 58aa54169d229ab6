#include "server/http/transport/stream.hpp"

#include "server/http/served_file.hpp"
#include "server/http/transport/tls_session.hpp"

#include <algorithm>
#include <cerrno>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lectern::http {
namespace {

// So many bytes are encrypted before one send: the most while the kernel takes all of them, down to one
// record for a client that reads slowly, since each connection keeps what the kernel did not take.
constexpr std::uint32_t smallest_window = 16 * 1024;
constexpr std::uint32_t largest_window = 128 * 1024;
// More unsent bytes than this mean that the client makes TLS itself answer (key updates) and does not read.
constexpr std::size_t max_pending = 1024 * 1024;

bool not_now(int error) {
    return error == EAGAIN || error == EWOULDBLOCK;
}

}  // namespace

struct Stream::Tls {
    Tls(const TlsContext& context, int socket) : session(context, socket) {}
    TlsSession session;
    std::uint32_t window = largest_window;  // bytes to encrypt before the next send
    std::string pending;                    // encrypted, and the kernel did not take it
    std::size_t pending_sent = 0;           // of pending
};

StreamBuffers::StreamBuffers() : file_window(largest_window, '\0') {
    wire.reserve(largest_window + largest_window / 8);  // with what TLS adds to each record
}

Stream::Stream(Socket socket, const TlsContext& tls, StreamBuffers& buffers)
    : socket_(std::move(socket)),
      fd_(socket_.native_handle()),
      tls_(tls ? std::make_unique<Tls>(tls, fd_) : nullptr),
      buffers_(buffers) {}

Stream::~Stream() = default;

IoOutcome Stream::send_raw(std::string_view data, int flags) {
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

// Empties the thread's buffer, which the next stream expects to be empty.
void Stream::keep_for_later(std::size_t already_sent) {
    tls_->pending.append(buffers_.wire, already_sent);
    buffers_.wire.clear();
    if (tls_->pending.size() > max_pending) broken_ = true;
}

IoOutcome Stream::flush() {
    if (!tls_) return {broken_ ? Io::closed : Io::done};
    IoOutcome sent{broken_ ? Io::closed : Io::done};
    if (!tls_->pending.empty()) {
        sent = send_raw(std::string_view(tls_->pending).substr(tls_->pending_sent));
        tls_->pending_sent += sent.bytes;
        if (sent.io == Io::done) {
            tls_->pending.clear();
            tls_->pending_sent = 0;
        }
    }
    if (sent.io == Io::done && !buffers_.wire.empty()) {
        sent = send_raw(buffers_.wire);
        keep_for_later(sent.bytes);
    } else {
        keep_for_later();
    }
    return {sent.io};
}

// Before more is encrypted: pending bytes go out together with it if they are few.
IoOutcome Stream::gather() {
    if (broken_ || tls_->pending.size() - tls_->pending_sent > smallest_window) return flush();
    buffers_.wire.assign(tls_->pending, tls_->pending_sent);
    tls_->pending.clear();
    tls_->pending_sent = 0;
    return {Io::done};
}

IoOutcome Stream::handshake() {
    if (broken_) return {Io::closed};
    if (!tls_) return {Io::done};
    const IoOutcome step = tls_->session.handshake(buffers_.wire);
    const IoOutcome flushed = flush();
    if (step.io == Io::closed) broken_ = true;
    return step.io == Io::closed || flushed.io == Io::done ? step : flushed;
}

IoOutcome Stream::read(std::span<char> into) {
    if (broken_) return {Io::closed};
    if (tls_) {
        const IoOutcome got = tls_->session.read(into, buffers_.wire);
        const bool talks = !buffers_.wire.empty();  // TLS itself has something to send
        const IoOutcome flushed = talks ? flush() : IoOutcome{Io::done};
        if (tls_->session.failed()) broken_ = true;
        return got.io == Io::wait_read && flushed.io != Io::done ? flushed : got;
    }
    while (true) {
        const ssize_t got = ::recv(fd_, into.data(), into.size(), 0);
        if (got > 0) return {Io::done, static_cast<std::size_t>(got)};
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && not_now(errno)) return {Io::wait_read};
        if (got < 0) broken_ = true;
        return {Io::closed};
    }
}

// Encrypts and sends at most a window of data.
IoOutcome Stream::encrypt(std::string_view data) {
    return send_encrypted(tls_->session.write(data, buffers_.wire));
}

// Sends the bytes that TLS has encrypted.
IoOutcome Stream::send_encrypted(IoOutcome taken) {
    const IoOutcome sent = flush();
    if (tls_->session.failed()) broken_ = true;
    if (taken.io != Io::done) return taken;
    tls_->window = sent.io == Io::done ? std::min(tls_->window * 2, largest_window)
                                       : std::max(tls_->window / 2, smallest_window);
    return {sent.io, taken.bytes};
}

IoOutcome Stream::write(std::string_view data, bool more) {
    if (!tls_) return send_raw(data, more ? MSG_MORE : 0);
    if (const IoOutcome before = gather(); before.io != Io::done) return before;
    if (more && data.size() < smallest_window) {
        const IoOutcome taken = tls_->session.write(data, buffers_.wire);
        keep_for_later();
        return taken;
    }
    if (data.empty()) return flush();
    std::size_t total = 0;
    while (total < data.size()) {
        const IoOutcome step = encrypt(data.substr(total, tls_->window));
        total += step.bytes;
        if (step.io != Io::done) return {step.io, total};
    }
    return {Io::done, total};
}

IoOutcome Stream::send_file(const ServedFile& file, std::uint64_t offset, std::size_t bytes) {
    if (!tls_) return send_file_plain(file, offset, bytes);
    if (const IoOutcome before = gather(); before.io != Io::done) return before;
    std::size_t total = 0;
    while (total < bytes) {
        const IoOutcome step = tls_->session.kernel_sends()
                                   ? tls_->session.send_file(file.fd(), offset + total, bytes - total)
                                   : send_file_encrypted(file, offset + total, bytes - total);
        total += step.bytes;
        if (step.io != Io::done) return {step.io, total};
    }
    return {Io::done, total};
}

IoOutcome Stream::send_file_plain(const ServedFile& file, std::uint64_t offset, std::size_t bytes) {
    if (broken_) return {Io::closed};
    const std::string_view mapped = file.in_address_space(offset, bytes);
    if (!mapped.empty()) return send_raw(mapped);
    auto position = static_cast<off_t>(offset);
    std::size_t total = 0;
    while (total < bytes) {
        const ssize_t sent = ::sendfile(fd_, file.fd(), &position, bytes - total);
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

// Sends at most a window of it.
IoOutcome Stream::send_file_encrypted(const ServedFile& file, std::uint64_t offset, std::size_t bytes) {
    const std::size_t wanted = std::min<std::size_t>(bytes, tls_->window);
    const std::string_view mapped =
        tls_->session.writes_itself() ? std::string_view() : file.in_address_space(offset, wanted);
    if (!mapped.empty()) {
        const MappedReading reading(file);
        const IoOutcome taken = tls_->session.write(mapped, buffers_.wire);
        if (reading.good()) return send_encrypted(taken);
    } else if (const std::string_view window = read_window(file, offset, wanted); !window.empty()) {
        return encrypt(window);
    }
    buffers_.wire.clear();
    broken_ = true;
    return {Io::closed};
}

std::string_view Stream::read_window(const ServedFile& file, std::uint64_t offset, std::size_t bytes) {
    std::string& window = buffers_.file_window;
    ssize_t got = 0;
    do {
        got = ::pread(file.fd(), window.data(), bytes, static_cast<off_t>(offset));
    } while (got < 0 && errno == EINTR);
    return {window.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
}

std::uint64_t Stream::bytes_sent() const {
    return sent_ + (tls_ ? tls_->session.bytes_sent() : 0);
}

bool Stream::has_output() const {
    return tls_ && !tls_->pending.empty();
}

void Stream::release_buffers() {
    if (tls_ && tls_->pending.empty() && tls_->pending.capacity() > 64) std::string().swap(tls_->pending);
}

boost::asio::awaitable<void> Stream::wait_readable() {
    boost::system::error_code ignored;
    co_await socket_.async_wait(Socket::wait_read,
                                boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

boost::asio::awaitable<void> Stream::wait_writable() {
    boost::system::error_code ignored;
    co_await socket_.async_wait(Socket::wait_write,
                                boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

void Stream::cancel_waits() {
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

void Stream::limit_unacknowledged(std::chrono::milliseconds longest) {
    const auto limit = static_cast<unsigned>(longest.count());
    ::setsockopt(fd_, IPPROTO_TCP, TCP_USER_TIMEOUT, &limit, sizeof limit);
}

void Stream::shutdown_write() {
    if (shut_) return;
    shut_ = true;
    if (tls_ && !broken_) {
        tls_->session.close(buffers_.wire);
        flush();
    }
    ::shutdown(fd_, SHUT_WR);
}

void Stream::abort() {
    broken_ = true;
    ::shutdown(fd_, SHUT_RDWR);
}

}  // namespace lectern::http
