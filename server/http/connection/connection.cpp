#include "server/http/connection/connection.hpp"

#include "domain/base/thread_role.hpp"
#include "server/http/exception_text.hpp"
#include "server/http/limits.hpp"

#include <algorithm>
#include <cassert>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lectern::http {

namespace asio = boost::asio;

namespace {

// A coroutine that waits costs memory, a new one for each request costs time. A client that sends its next
// request within this time usually sends more, and keeps its coroutine.
constexpr auto keeps_coroutine_for = std::chrono::milliseconds(500);
// The reserve is small and meant for short questions.
constexpr std::chrono::milliseconds longest_in_reserve{5000};
constexpr auto linger_time = std::chrono::seconds(2);
constexpr std::size_t most_discarded = 4 * 1024 * 1024;
// After so many answers in a row the other connections of the io thread have their turn.
constexpr int requests_in_a_row = 16;

PhaseTimes times_of(const ServerOptions& options, bool over_cap) {
    const auto longest = over_cap ? longest_in_reserve : std::chrono::milliseconds::max();
    return {std::min(options.handshake_deadline, longest), std::min(options.header_deadline, longest),
            std::min(options.idle_deadline, longest), linger_time};
}

}  // namespace

Connection::Connection(IoThreadContext& thread, Socket socket, const TlsContext& tls, ConnectionFacts facts,
                       ConnectionLimits::Ticket ticket)
    : thread_(thread),
      wire_(thread, std::move(socket), tls),
      facts_(std::move(facts)),
      ticket_(std::move(ticket)) {
    enter(wire_.secure() ? Phase::handshake : Phase::idle);
}

void Connection::enter(Phase phase) {
    phase_ = phase;
    const PhaseTimes times = times_of(thread_.server.options, facts_.over_cap);
    const DeadlineChange change = deadline_on_entering(phase, first_request_, times);
    switch (change.kind) {
        case DeadlineChange::Kind::keep:
            break;
        case DeadlineChange::Kind::set: {
            const Clock::time_point now = Clock::now();
            if (phase == Phase::idle) idle_since_ = now;
            wire_.deadline().set(now + change.time);
            break;
        }
        case DeadlineChange::Kind::clear:
            wire_.deadline().clear();
            break;
    }
}

void Connection::on(PhaseEvent event) {
    const Phase next = next_phase(phase_, event);
    if (next != phase_) enter(next);
}

// A draining server looks once whether a request is on its way, but does not wait for one.
bool Connection::may_wait() const {
    return !wire_.expired() && !wire_.aborted() && !(phase_ == Phase::idle && thread_.draining);
}

awaitable<void> Connection::run() {
    assert(on_io_thread());
    try {
        parked_ = false;
        keeps_coroutine_ = !first_request_ && Clock::now() - idle_since_ < keeps_coroutine_for;
        if (phase_ == Phase::handshake) co_await agree();
        for (int answered = 0; phase_ == Phase::idle; ++answered) {
            // Where requests lie ready and answers go out at once, nothing else would end this turn.
            if (answered > 0 && answered % requests_in_a_row == 0)
                co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
            std::optional<Refusal> refusal;
            const std::size_t head_size = co_await read_head(refusal);
            if (parked_) co_return;
            if (phase_ != Phase::answering) break;
            RequestExchange exchange(thread_, wire_, facts_);
            AfterAnswer after{};
            if (refusal) {
                after = co_await exchange.refuse(std::move(*refusal));
            } else {
                after = co_await exchange.serve(head_size);
            }
            client_may_send_ = after == AfterAnswer::linger;
            on(after == AfterAnswer::keep_alive ? PhaseEvent::answered : PhaseEvent::last_answered);
        }
        if (phase_ == Phase::lingering) co_await linger();
    } catch (...) {
        // After a cancellation every wait throws: that is how the coroutines end.
        if (!wire_.cancelled()) throw;
    }
}

awaitable<void> Connection::agree() {
    while (phase_ == Phase::handshake) {
        const IoOutcome step = wire_.handshake();
        if (step.io == Io::done) {
            on(PhaseEvent::handshake_done);
        } else if (step.io == Io::closed) {
            on(PhaseEvent::client_ended);
        } else {
            co_await wire_.wait(step.io);
            if (wire_.expired()) {
                wire_.count_timeout();
                on(PhaseEvent::deadline_passed);
            }
        }
    }
}

awaitable<std::size_t> Connection::read_head(std::optional<Refusal>& refusal) {
    std::size_t scanned = 0;
    while (true) {
        if (phase_ == Phase::idle) refusal = begin_request();
        if (phase_ == Phase::reading_head) {
            const std::string& input = wire_.input();
            const std::size_t end = input.find("\r\n\r\n", scanned);
            refusal = check_head_size(input);
            if (refusal) {
                on(PhaseEvent::head_refused);
            } else if (end != std::string::npos) {
                on(PhaseEvent::head_done);
                first_request_ = false;
                co_return end + 4;
            }
            scanned = input.size() < 3 ? 0 : input.size() - 3;
        }
        if (phase_ == Phase::answering) co_return 0;
        const bool filled = co_await fill();
        if (filled) continue;
        if (phase_ == Phase::answering) {
            wire_.count_timeout();
            refusal = Refusal{408, "The request took too long."};
        }
        co_return 0;
    }
}

std::optional<Refusal> Connection::begin_request() {
    std::string& input = wire_.input();
    const std::size_t start = std::min(input.find_first_not_of("\r\n"), input.size());
    if (start > max_line_ends_before_request) {
        on(PhaseEvent::head_refused);
        return Refusal{400, "The request is malformed."};
    }
    if (start < input.size()) {
        input.erase(0, start);
        on(PhaseEvent::request_begun);
    }
    return std::nullopt;
}

// Adds what has come to the input and waits if nothing has. False when nothing more is to be read now.
awaitable<bool> Connection::fill() {
    if (phase_ == Phase::idle) wire_.release_memory();
    while (true) {
        const IoOutcome got = wire_.receive();
        if (got.io == Io::done) co_return true;
        if (got.io == Io::closed || wire_.aborted()) {
            on(PhaseEvent::client_ended);
            co_return false;
        }
        if (wire_.expired()) {
            on(PhaseEvent::deadline_passed);
            co_return false;
        }
        if (!may_wait()) {
            on(PhaseEvent::drain);
            co_return false;
        }
        parked_ = phase_ == Phase::idle && !keeps_coroutine_ && got.io == Io::wait_read;
        if (parked_) co_return false;
        co_await wire_.wait(got.io);
    }
}

// Closing with unread input would reset the connection and could take the answer away from the client.
awaitable<void> Connection::linger() {
    wire_.end_output();
    std::size_t discarded = 0;
    if (!client_may_send_ && wire_.input().empty()) on(PhaseEvent::nothing_to_discard);
    while (phase_ == Phase::lingering) {
        const IoOutcome got = wire_.discard();
        discarded += got.bytes;
        if (got.io == Io::closed) {
            on(PhaseEvent::client_ended);
        } else if (discarded >= most_discarded) {
            on(PhaseEvent::nothing_to_discard);
        } else if (got.io != Io::done) {
            co_await wire_.wait(got.io);
            if (wire_.expired()) on(PhaseEvent::deadline_passed);
        }
    }
}

void Connection::check_deadlines(Clock::time_point now) {
    if (phase_ == Phase::idle && keeps_coroutine_ && now - idle_since_ >= keeps_coroutine_for) {
        keeps_coroutine_ = false;
        wire_.cancel_waits();
    }
    wire_.check_deadline(now);
}

void Connection::drain() {
    if (phase_ == Phase::idle) wire_.cancel_waits();
}

void Connection::abort() {
    on(PhaseEvent::aborted);
    wire_.abort();
    if (parked_) wire_.cancel_waits();
}

void Connection::log_failure(const std::exception_ptr& failure) const {
    thread_.server.log("connection of " + facts_.peer + ": " + exception_text(failure));
}

}  // namespace lectern::http
