#include "server/http/connection/connection.hpp"

#include "domain/base/thread_role.hpp"
#include "server/http/answer/redirect.hpp"
#include "server/http/problem.hpp"
#include "server/http/spawn_logged.hpp"

#include <algorithm>
#include <cassert>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lectern::http {

namespace asio = boost::asio;

namespace {

constexpr std::size_t read_step = 16 * 1024;
// Who asks again within this time is likely to go on so: its coroutine waits along, since a new one for each
// request costs time. Whoever is slower rests, since a coroutine that waits costs memory.
constexpr auto brisk_time = std::chrono::milliseconds(500);
constexpr std::size_t max_empty_lines = 8;  // bytes of line ends before a request that are read over
// The reserve is small and for short questions.
constexpr std::chrono::milliseconds reserve_patience{5000};
constexpr std::size_t most_read_ahead = 64 * 1024;
constexpr auto linger_time = std::chrono::seconds(2);
constexpr std::size_t linger_bytes = 4 * 1024 * 1024;
// A client may have so many requests answered in a row; then the others of its io thread have their turn.
constexpr int requests_in_a_row = 16;

}  // namespace

Connection::Connection(ThreadState& thread, Socket socket, const TlsContext& tls, std::string peer,
                       ConnectionLimits::Ticket ticket, bool redirects)
    : thread_(thread),
      stream_(std::move(socket), tls, thread.stream_buffers),
      peer_(std::move(peer)),
      ticket_(std::move(ticket)),
      redirects_(redirects) {
    const ServerOptions& options = thread.setup.options;
    greeted_ = !stream_.secure();
    arm(Clock::now() + patience(greeted_ ? options.header_deadline : options.handshake_deadline));
    thread_.connections.push_back(*this);
}

awaitable<void> Connection::run() {
    assert(on_io_thread());
    try {
        bool rested = std::exchange(rests_, false);
        brisk_ = !first_request_ && Clock::now() - idle_since_ < brisk_time;
        if (!greeted_) {
            const bool agreed = co_await handshake();
            if (!agreed) co_return;
            rested = false;
        }
        const ServerOptions& options = thread_.setup.options;
        for (int answered = 0; keep_alive_; ++answered) {
            // Where requests lie ready and answers go out at once, nothing else would end this turn.
            if (answered > 0 && answered % requests_in_a_row == 0)
                co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
            // A new connection has to say something sooner than one that has been useful; rest buys no time.
            if (!std::exchange(rested, false)) {
                idle_since_ = Clock::now();
                arm(idle_since_ + patience(first_request_ ? options.header_deadline : options.idle_deadline));
            }
            std::optional<Refusal> refusal;
            const std::size_t head_size = co_await read_head(refusal);
            if (rests_) co_return;
            if (refusal) {
                co_await refuse(std::move(*refusal));
            } else if (head_size == 0) {
                break;
            } else {
                co_await exchange(head_size);
            }
        }
        co_await finish();
    } catch (...) {
        // From then on every wait throws, which is how the coroutines get to their end.
        if (!aborted_ && !gone_) throw;
    }
}

std::chrono::milliseconds Connection::patience(std::chrono::milliseconds with_others) const {
    return ticket_.in_reserve() ? std::min(with_others, reserve_patience) : with_others;
}

awaitable<bool> Connection::handshake() {
    idle_ = false;
    while (true) {
        const IoOutcome step = stream_.handshake();
        greeted_ = step.io == Io::done;
        if (greeted_) co_return true;
        if (step.io == Io::closed) co_return false;
        co_await wait(step.io);
        if (expired_) {
            count_timeout();
            co_return false;
        }
    }
}

awaitable<std::size_t> Connection::read_head(std::optional<Refusal>& refusal) {
    const ServerOptions& options = thread_.setup.options;
    std::size_t scanned = 0;
    bool begun = false;
    while (true) {
        if (!begun) {
            const std::size_t start = std::min(in_.find_first_not_of("\r\n"), in_.size());
            if (start > max_empty_lines) {
                refusal = Refusal{400, "The request is malformed."};
                co_return 0;
            }
            if (start < in_.size()) {
                in_.erase(0, start);
                begun = true;
                if (!first_request_) arm(Clock::now() + options.header_deadline);
            }
        }
        if (begun) {
            const std::size_t end = in_.find("\r\n\r\n", scanned);
            refusal = head_over_limits();
            if (refusal) co_return 0;
            if (end != std::string::npos) {
                disarm();
                first_request_ = false;
                co_return end + 4;
            }
            scanned = in_.size() < 3 ? 0 : in_.size() - 3;
        } else if (in_.empty()) {
            if (in_.capacity() > 64) std::string().swap(in_);
            stream_.release_buffers();
        }
        idle_ = !begun;
        const bool filled = co_await fill();
        if (rests_) co_return 0;
        idle_ = false;
        if (!filled) {
            if (expired_ && begun) {
                count_timeout();
                refusal = Refusal{408, "The request took too long."};
            }
            co_return 0;
        }
    }
}

// Judges by what is there, so that a head without end is refused when it passes a limit and not before.
std::optional<Refusal> Connection::head_over_limits() const {
    constexpr std::size_t max_request_line = max_target + 64;  // with method and version
    const std::string_view input = in_;
    const std::size_t line_end = input.find("\r\n");
    if (std::min(line_end, input.size()) > max_request_line) return Refusal{414, "The target is too long."};
    if (line_end == std::string_view::npos) return std::nullopt;
    const std::size_t found = input.find("\r\n\r\n", line_end);
    // Three bytes of the end may be there already.
    const std::size_t end =
        found == std::string_view::npos ? input.size() - std::min<std::size_t>(input.size(), 3) : found;
    if (end > line_end + max_header_section) {
        return Refusal{431, "The header fields are too large."};
    }
    return std::nullopt;
}

awaitable<bool> Connection::fill() {
    while (true) {
        const IoOutcome got = stream_.read(thread_.scratch().first(read_step));
        if (got.io == Io::done) {
            in_.append(thread_.scratch().data(), got.bytes);
            co_return true;
        }
        // A draining server looks once whether a request is on its way, but does not wait for one.
        if (got.io == Io::closed || !may_wait()) co_return false;
        rests_ = idle_ && !brisk_ && got.io == Io::wait_read;
        if (rests_) co_return false;
        co_await wait(got.io);
        if (expired_) co_return false;
    }
}

std::shared_ptr<void> Connection::watch_for_end() {
    const auto watch = std::make_shared<Connection*>(this);
    watch_for_end(watch);
    return watch;
}

void Connection::watch_for_end(const std::weak_ptr<Connection*>& watch) {
    stream_.when_readable([watch](boost::system::error_code) {
        const auto watched = watch.lock();
        if (!watched) return;
        Connection& self = **watched;
        self.look_for_end();
        if (!self.gone_ && self.in_.size() < most_read_ahead) self.watch_for_end(watch);
    });
}

// What comes meanwhile are requests that are not waited for yet.
void Connection::look_for_end() {
    const IoOutcome got = stream_.read(thread_.scratch().first(read_step));
    if (got.io == Io::done) in_.append(thread_.scratch().data(), got.bytes);
    if (got.io != Io::closed) return;
    gone_ = true;
    abort_signal_.emit(boost::asio::cancellation_type::terminal);
}

awaitable<void> Connection::wait(Io io) {
    if (!may_wait()) co_return;
    if (io == Io::wait_read) {
        co_await stream_.wait_readable();
    } else {
        co_await stream_.wait_writable();
    }
}

awaitable<bool> Connection::wait_paced(Io io, Pace& pace, std::uint64_t progress, std::uint64_t slowest,
                                       Clock::time_point limit) {
    const auto window = std::chrono::nanoseconds(thread_.setup.options.pace_window);
    while (true) {
        const Clock::time_point begin = Clock::now();
        arm(std::min(begin + (window - pace.waited), limit));
        co_await wait(io);
        disarm();
        const bool moved = !expired_;
        const Clock::time_point end = Clock::now();
        pace.waited += end - begin;
        if (!moved && end >= limit) {
            count_timeout();
            co_return false;
        }
        if (pace.waited >= window) {
            const double seconds = std::chrono::duration<double>(pace.waited).count();
            if (static_cast<double>(progress - pace.start) < static_cast<double>(slowest) * seconds) {
                count_timeout();
                co_return false;
            }
            pace = {std::chrono::nanoseconds{0}, progress};
        }
        if (moved) co_return true;
    }
}

void Connection::arm(Clock::time_point deadline) {
    deadline_ = deadline;
    expired_ = false;
}

void Connection::check_deadline(Clock::time_point now) {
    if (idle_ && brisk_ && now - idle_since_ >= brisk_time) {
        brisk_ = false;
        stream_.cancel_waits();
    }
    if (now < deadline_) return;
    disarm();
    expired_ = true;
    stream_.cancel_waits();
}

void Connection::wake_if_idle() {
    if (idle_) stream_.cancel_waits();
}

void Connection::abort() {
    aborted_ = true;
    stream_.abort();
    abort_signal_.emit(boost::asio::cancellation_type::terminal);
    if (rests_) stream_.cancel_waits();
}

std::optional<Response> Connection::turn_away(const Request& request, const Framing& framing,
                                              const Router::Match& match) {
    if (redirects_) return redirect_to_tls(request, framing.host, thread_.setup.port);
    if (!ticket_.in_reserve()) return std::nullopt;
    keep_alive_ = false;
    if (match.route != nullptr && match.route->vital) return std::nullopt;
    thread_.refused.fetch_add(1, std::memory_order_relaxed);
    return server_is_full();
}

void Connection::log_failure(const std::exception_ptr& failure) const {
    thread_.setup.log("connection of " + peer_ + ": " + describe(failure));
}

awaitable<void> Connection::finish() {
    stream_.shutdown_write();
    if (!linger_ && in_.empty()) co_return;
    // Closing with unread input would reset the connection and could take the answer away from the client.
    arm(Clock::now() + linger_time);
    std::size_t discarded = 0;
    while (discarded < linger_bytes) {
        const IoOutcome got = stream_.read(thread_.scratch());
        if (got.io == Io::closed) co_return;
        discarded += got.bytes;
        if (got.io == Io::done) continue;
        co_await wait(got.io);
        if (expired_) co_return;
    }
}

}  // namespace lectern::http
