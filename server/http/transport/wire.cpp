#include "server/http/transport/wire.hpp"

#include <algorithm>

namespace lectern::http {
namespace {

// Requests that a client sends while a stream goes out are kept up to this size, then left to the kernel.
constexpr std::size_t most_read_ahead = 64 * 1024;

}  // namespace

Wire::Wire(IoThreadContext& thread, Socket socket, const TlsContext& tls)
    : thread_(thread), stream_(std::move(socket), tls, thread.stream_buffers) {}

IoOutcome Wire::receive(std::size_t most) {
    const std::span<char> scratch = thread_.scratch();
    const IoOutcome got = stream_.read(scratch.first(std::min(most, scratch.size())));
    if (got.io == Io::done) input_.append(scratch.data(), got.bytes);
    return got;
}

awaitable<bool> Wire::send(std::string_view data, bool more) {
    while (true) {
        const IoOutcome sent = stream_.write(data, more);
        data.remove_prefix(sent.bytes);
        if (sent.io == Io::closed) co_return false;
        if (sent.io == Io::done && data.empty()) co_return true;
        if (!co_await wait_to_send()) co_return false;
    }
}

awaitable<bool> Wire::wait_to_send() {
    return wait_paced(Io::wait_write, write_pace_, stream_.bytes_sent(),
                      thread_.server.options.slowest_write);
}

awaitable<void> Wire::wait(Io io) {
    if (deadline_.expired() || aborted()) co_return;
    if (io == Io::wait_read) {
        co_await stream_.wait_readable();
    } else {
        co_await stream_.wait_writable();
    }
}

awaitable<bool> Wire::wait_paced(Io io, Pace& pace, std::uint64_t bytes, std::uint64_t slowest,
                                 Clock::time_point limit) {
    const PaceRule rule{thread_.server.options.pace_window, slowest};
    while (true) {
        const Clock::time_point begin = Clock::now();
        deadline_.set(std::min(begin + pace.left(rule), limit));
        co_await wait(io);
        deadline_.clear();
        const Clock::time_point end = Clock::now();
        const bool fast_enough = pace.add_wait(end - begin, bytes, rule);
        const bool in_time = !deadline_.expired() || end < limit;
        if (!fast_enough || !in_time) {
            count_timeout();
            co_return false;
        }
        if (!deadline_.expired()) co_return true;
    }
}

std::shared_ptr<void> Wire::watch_for_end() {
    const auto watch = std::make_shared<Wire*>(this);
    watch_for_end(watch);
    return watch;
}

void Wire::watch_for_end(const std::weak_ptr<Wire*>& watch) {
    stream_.when_readable([watch](boost::system::error_code) {
        const auto watched = watch.lock();
        if (!watched) return;
        Wire& wire = **watched;
        wire.look_for_end();
        if (!wire.cancelled() && wire.input_.size() < most_read_ahead) wire.watch_for_end(watch);
    });
}

// What comes instead of the end are requests that are answered later.
void Wire::look_for_end() {
    if (receive().io != Io::closed) return;
    if (!aborted()) end_ = End::client_gone;
    abort_signal_.emit(boost::asio::cancellation_type::terminal);
}

}  // namespace lectern::http
